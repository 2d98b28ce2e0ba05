/** n8n's editor, by what stands on the screen. */
import { inject } from 'vitest';
import type { Locator, Page } from './browser.ts';

export class Editor {
	constructor(private readonly page: Page) {}

	async open(workflowId: string): Promise<void> {
		await this.page.goto(`${inject('n8nUrl')}/workflow/${workflowId}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Import from File, of the menu of a new workflow. */
	async importFile(file: string): Promise<void> {
		await this.page.goto(`${inject('n8nUrl')}/workflow/new`);
		await this.page.getByTestId('canvas-add-button').waitFor();
		await this.page.getByTestId('workflow-import-input').setInputFiles(file);
		await this.page.getByTestId('canvas-node').first().waitFor();
		// What was imported is selected: a click beside it ends that.
		await this.page.locator('.vue-flow__pane').click({ position: { x: 30, y: 30 } });
	}

	/** Types into the search of the node panel; the names of what is found. */
	async searchNodes(words: string): Promise<Locator> {
		await this.page.getByTestId('node-creator-plus-button').click();
		await this.page.getByTestId('node-creator-search-bar').fill(words);
		return this.page.getByTestId('node-creator-item-name');
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.page.getByTestId('ndv').waitFor();
	}

	async closeNode(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.page.getByTestId('ndv').waitFor({ state: 'hidden' });
	}

	/** The Execute button; returns when the last node is done. */
	async execute(lastNode: string): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
		await this.node(lastNode)
			.getByTestId('canvas-node-status-success')
			.waitFor({ timeout: 90_000 });
	}

	/** The names of the parameters that the open node shows, in their order. */
	async parameters(): Promise<string[]> {
		const ids = await this.page
			.getByTestId('node-parameters')
			.locator('[data-test-id^="parameter-input-"]:visible')
			.evaluateAll((all) => all.map((one) => one.getAttribute('data-test-id') ?? ''));
		return ids.map((id) => id.replace('parameter-input-', '')).filter((name) => name !== 'field');
	}

	/** Picks from the list of a parameter, by the name that a person sees. */
	async choose(parameter: string, name: string): Promise<void> {
		await this.input(parameter).click();
		await this.choice(name).click();
		// The list takes a moment to fold up; until then it lies over what is clicked next.
		await this.choice(name).waitFor({ state: 'hidden' });
	}

	async flip(parameter: string): Promise<void> {
		await this.input(parameter).locator('.el-switch').click();
	}

	async fill(parameter: string, text: string): Promise<void> {
		await this.input(parameter).locator('input, textarea').first().fill(text);
	}

	/** What 'Add option' offers. */
	async options(): Promise<string[]> {
		const add = this.page.getByTestId('collection-parameter-add');
		await add.click();
		const choices = this.page.locator('[role="listbox"] li:visible, [role="option"]:visible');
		await choices.first().waitFor();
		const names = await choices.allInnerTexts();
		await this.page.keyboard.press('Escape');
		await choices.first().waitFor({ state: 'hidden' });
		return names.map((name) => name.trim());
	}

	async dismissMessages(): Promise<void> {
		const message = this.page.locator('.el-notification__closeBtn:visible');
		while ((await message.count()) > 0) {
			await message.first().click();
			await message.first().waitFor({ state: 'hidden' });
		}
	}

	/** The field of a resource locator: its text, or what opens its list. */
	locator(parameter: string): Locator {
		return this.page.getByTestId(`resource-locator-${parameter}`).locator('input').last();
	}

	/** Opens the list of a resource locator, searches, and gives what is found. */
	async listed(parameter: string, words = ''): Promise<Locator> {
		const search = this.page.locator('[data-test-id="rlc-search"]:visible');
		if (!(await search.isVisible())) await this.locator(parameter).click();
		await search.click();
		await this.page.keyboard.press('Control+A');
		await this.page.keyboard.press('Backspace');
		await this.page.keyboard.type(words);
		return this.page.locator('[data-test-id="rlc-item"]:visible');
	}

	/** Picks from the list of a resource locator. */
	async pick(parameter: string, words: string): Promise<void> {
		const found = await this.listed(parameter, words);
		await found.filter({ hasText: words }).first().click();
	}

	/** Chooses how a resource locator is filled in: its list, or an ID. */
	async pickBy(parameter: string, mode: 'list' | 'id'): Promise<void> {
		await this.page
			.getByTestId(`resource-locator-${parameter}`)
			.getByTestId('rlc-mode-selector')
			.click();
		await this.page.locator(`[data-test-id="mode-${mode}"]:visible`).click();
	}

	async chooseCredential(name: string): Promise<void> {
		await this.page.getByTestId('node-credentials-select').click();
		await this.page
			.locator('[data-test-id^="node-credentials-select-item-"]:visible')
			.filter({ has: this.page.getByText(name, { exact: true }) })
			.click();
	}

	private input(parameter: string): Locator {
		return this.page.getByTestId(`parameter-input-${parameter}`);
	}

	private choice(name: string): Locator {
		return this.page
			.locator('[data-test-id="parameter-input-item"]:visible')
			.filter({ has: this.page.getByText(name, { exact: true }) });
	}
}
