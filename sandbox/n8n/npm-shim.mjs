/**
 * Stands in for npm in n8n's PATH: answers for our one package from a local tarball, as if a registry
 * had it, and hands every other question to the real npm. Run by the `npm` that package-install.ts
 * writes: node npm-shim.mjs <config.json> <npm's arguments…>
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [configFile, ...args] = process.argv.slice(2);
const ours = JSON.parse(readFileSync(configFile, 'utf8'));
const [command, ...words] = args.filter((argument) => !argument.startsWith('-'));

/** `name`, `name@version` or `name@latest` of our package; another version does not exist. */
function isOurs(spec = '') {
	return [ours.name, `${ours.name}@${ours.version}`, `${ours.name}@latest`].includes(spec);
}

function view(field) {
	const fields = {
		version: ours.version,
		'dist.integrity': ours.integrity,
		dist: { integrity: ours.integrity },
	};
	return JSON.stringify(fields[field] ?? { name: ours.name, version: ours.version });
}

function pack() {
	const name = `${ours.name}-${ours.version}.tgz`;
	copyFileSync(ours.tarball, join(process.cwd(), name));
	return name;
}

/** n8n asks this in its nodes folder; the real npm would fail on a name no registry has. */
function isAloneHere() {
	try {
		const { dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
		return Object.keys(dependencies).every((name) => name === ours.name);
	} catch {
		return false;
	}
}

if (command === 'view' && isOurs(words[0])) console.log(view(words[1]));
else if (command === 'pack' && isOurs(words[0])) console.log(pack());
else if (command === 'outdated' && isAloneHere()) console.log('{}');
else {
	const { status } = spawnSync(process.execPath, [ours.npmCli, ...args], {
		stdio: 'inherit',
		env: { ...process.env, npm_config_update_notifier: 'false' },
	});
	process.exitCode = status ?? 1;
}
