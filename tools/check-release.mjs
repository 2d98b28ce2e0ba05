// What a tag promises, looked at before anything is published under its name:
//
//   node tools/check-release.mjs v1.2.3
//
// It is the version in package.json, and CHANGELOG.md has something to say of it.
import { readFileSync } from 'node:fs';

/** The lines below the heading of a version; undefined without one. `## 1.2.3` or `## 1.2.3 (a date)`. */
function sectionOf(changelog, version) {
	const [, ...sections] = changelog.split(/^## /m);
	const found = sections.find((section) => /^\S+/.exec(section)?.[0] === version);
	return found?.split('\n').slice(1).join('\n').trim();
}

function faultsOf(tag, version, changelog) {
	const section = sectionOf(changelog, version);
	return [
		...(tag === `v${version}` ? [] : [`The tag is '${tag}', package.json says ${version}.`]),
		...(section === undefined ? [`CHANGELOG.md has no section '## ${version}'.`] : []),
		...(section === '' ? [`CHANGELOG.md says nothing of ${version}.`] : []),
	];
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const faults = faultsOf(process.argv[2] ?? '', version, readFileSync('CHANGELOG.md', 'utf8'));
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
