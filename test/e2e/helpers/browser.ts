/** Debian's Chromium, logged in to the n8n of this run as its owner. */
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { OWNER } from '../../../sandbox/account.ts';
import type {
	Browser,
	BrowserContext,
	Page,
} from '../../../sandbox/node_modules/playwright-core/index.js';
import { chromium, selectors } from '../../../sandbox/node_modules/playwright-core/index.js';
import { ROOT, SCREENSHOTS } from './constants.ts';

export type { Locator, Page } from '../../../sandbox/node_modules/playwright-core/index.js';

selectors.setTestIdAttribute('data-test-id');

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
// As root there is no sandbox; the rest keeps Chromium from calling out by itself.
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const SIZE = { width: 1400, height: 860 };
const PATIENCE_MS = 30_000;
/** n8n binds a login to the browser it was made in. */
const BROWSER_ID = randomUUID();

type LoggedIn = Awaited<ReturnType<BrowserContext['storageState']>>;
let loggedIn: LoggedIn | undefined;

/** A browser for the tests of a file, and for each of them a page of its own. */
export function useBrowser(): { page: () => Page; open: (path: string) => Promise<void> } {
	let browser: Browser;
	let context: BrowserContext;
	let page: Page;

	beforeAll(async () => {
		browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
	});
	afterAll(async () => await browser.close());

	beforeEach(async () => {
		context = await browser.newContext({
			viewport: SIZE,
			acceptDownloads: true,
			colorScheme: 'light',
			...(loggedIn && { storageState: loggedIn }),
		});
		context.setDefaultTimeout(PATIENCE_MS);
		await context.addInitScript(`localStorage.setItem('n8n-browserId', '${BROWSER_ID}')`);
		if (!loggedIn) {
			const answer = await context.request.post(`${inject('n8nUrl')}/rest/login`, {
				headers: { 'browser-id': BROWSER_ID },
				data: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
			});
			if (!answer.ok()) throw new Error(`n8n answered ${answer.status()} to the login.`);
			loggedIn = await context.storageState();
		}
		page = await context.newPage();
	});
	afterEach(async ({ task }) => {
		// What was on the screen when it went wrong.
		if (task.result?.state === 'fail') await shoot(page, `failed ${task.name}`).catch(() => {});
		await context.close();
	});

	return {
		page: () => page,
		open: async (path) => {
			await page.goto(inject('n8nUrl') + path);
		},
	};
}

/** Keeps a picture of the page; with UPDATE_SCREENSHOTS=1 also as a picture of the documentation. */
export async function shoot(page: Page, name: string, documentedAs?: string): Promise<void> {
	mkdirSync(SCREENSHOTS, { recursive: true });
	const file = join(SCREENSHOTS, `${name.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}.png`);
	await page.screenshot({ path: file, animations: 'disabled' });
	if (documentedAs === undefined || process.env.UPDATE_SCREENSHOTS !== '1') return;
	copyFileSync(file, join(ROOT, 'docs/images', `${documentedAs}.png`));
}
