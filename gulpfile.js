'use strict';

const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

// tsc also writes the codex files (*.node.json): tsconfig.json includes them.
const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc')], { stdio: 'inherit' });

const copyIcons = () =>
	src('{icons,nodes,credentials}/**/*.{png,svg}', { base: '.', encoding: false }).pipe(
		dest('dist'),
	);

exports.build = series(clean, compile, copyIcons);
exports.default = exports.build;
