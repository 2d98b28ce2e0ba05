#!/usr/bin/env node
/**
 * Runs `npm ci` in each folder named whose node_modules does not match its lockfile:
 *
 *   node tools/ensure-installed.mjs . sandbox tools
 *
 * Plain Node and no dependency, because on a bare clone this is the first thing that runs.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const OLDEST_NODE = 20;
const REASON_LINES = 20;

/** What must be the same for an install to be still good. */
function installKey(folder) {
	const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
	for (const name of ['package-lock.json', '.npmrc']) {
		const file = join(folder, name);
		if (existsSync(file)) hash.update(name).update(readFileSync(file));
	}
	return hash.digest('hex');
}

/** Lies inside node_modules, which `npm ci` deletes first: an interrupted install has no marker. */
function markerOf(folder) {
	return join(folder, 'node_modules', '.installed-from');
}

function isInstalled(folder, key) {
	const marker = markerOf(folder);
	return existsSync(marker) && readFileSync(marker, 'utf8').trim() === key;
}

function npmCi(folder) {
	return new Promise((done) => {
		const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
			cwd: folder,
			shell: process.platform === 'win32',
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		const keep = (chunk) => (output = (output + chunk).slice(-20_000));
		npm.stdout.on('data', keep);
		npm.stderr.on('data', keep);
		npm.on('error', (error) => done({ ok: false, output: error.message }));
		npm.on('close', (code) => done({ ok: code === 0, output: output.trim() }));
		// npm is in the terminal's process group and gets Ctrl-C itself: only wait for it to end.
		process.on('SIGINT', () => {});
		process.on('SIGTERM', () => npm.kill('SIGTERM'));
	});
}

async function ensureInstalled(name) {
	const folder = resolve(name);
	const title = name === '.' ? 'the package' : name;
	if (!existsSync(join(folder, 'package-lock.json'))) {
		throw new Error(`'${name}' has no package-lock.json: nothing to install from.`);
	}
	const key = installKey(folder);
	if (isInstalled(folder, key)) return;

	const started = Date.now();
	process.stdout.write(`Installing what ${title} needs (npm ci) … `);
	const { ok, output } = await npmCi(folder);
	if (!ok) {
		process.stdout.write('stopped.\n');
		// npm explains itself first and lists its options after.
		const reason = output.split('\n').slice(0, REASON_LINES).join('\n');
		throw new Error(
			`npm ci in '${name}' did not succeed${reason ? `:\n\n${reason}\n` : '.'}\n` +
				'Nothing is left half done: run the same command again once the cause is gone.',
		);
	}
	// A folder that needs nothing gets no node_modules from npm.
	mkdirSync(join(folder, 'node_modules'), { recursive: true });
	writeFileSync(markerOf(folder), `${key}\n`);
	process.stdout.write(`done in ${Math.round((Date.now() - started) / 1000)} s.\n`);
}

try {
	if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
		throw new Error(`Node ${OLDEST_NODE} or later is needed; this is ${process.version}.`);
	}
	for (const name of process.argv.slice(2)) await ensureInstalled(name);
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
}
