import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FileStream } from '../../../../nodes/shared/context.ts';
import { IncomingFile } from '../../../../nodes/shared/files/incomingFile.ts';
import { TimeAllowance } from '../../../../nodes/shared/files/timeAllowance.ts';

const limits = { maxBytes: 1000, silentMs: 30_000 };

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
	vi.useRealTimers();
});

const bodyOf = (chunks: Iterable<Buffer> | AsyncIterable<Buffer>) =>
	Readable.from(chunks, { objectMode: false });
const fileOf = (body: Readable, changes = {}) =>
	new IncomingFile(body as FileStream, {
		...limits,
		time: new TimeAllowance(120_000),
		...changes,
	});

async function read(stream: FileStream): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** A body that says something every `everyMs` of the faked clock, and never ends. */
async function* ticking(everyMs: number): AsyncGenerator<Buffer> {
	for (;;) {
		await new Promise((resolve) => setTimeout(resolve, everyMs));
		yield Buffer.from('.');
	}
}

/** Moves the faked clock until the promise is settled; gives what was thrown. */
async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
	let settled = false;
	const thrown = promise
		.then(
			() => undefined,
			(cause: unknown) => cause,
		)
		.finally(() => (settled = true));
	while (!settled) {
		await new Promise((resolve) => setImmediate(resolve));
		await vi.advanceTimersByTimeAsync(500);
	}
	return await thrown;
}

test('the head can be seen, and the whole file comes afterwards', async () => {
	const parts = ['ab', 'cd', 'ef', 'gh'].map((part) => Buffer.from(part));
	const file = fileOf(bodyOf(parts));

	expect(String(await file.head(3))).toBe('abcd');
	expect(String(await file.head(2))).toBe('abcd');
	expect(String(await file.head(5))).toBe('abcdef');
	expect(String(await read(file.stream()))).toBe('abcdefgh');
});

test('a head longer than the file is all of it', async () => {
	const file = fileOf(bodyOf([Buffer.from('short')]));

	expect(String(await file.head(4000))).toBe('short');
	expect(String(await read(file.stream()))).toBe('short');
});

test('an empty file is empty', async () => {
	const file = fileOf(bodyOf([]));

	expect(await file.head(10)).toHaveLength(0);
	expect(await file.length()).toBe(0);
});

test('the length, by reading it', async () => {
	const file = fileOf(bodyOf([Buffer.alloc(600), Buffer.alloc(400)]));

	await file.head(1);
	expect(await file.length()).toBe(1000);
});

test('one byte too many ends it, and closes the connection', async () => {
	const body = bodyOf([Buffer.alloc(1000), Buffer.alloc(1)]);

	await expect(read(fileOf(body).stream())).rejects.toMatchObject({
		kind: 'content',
		passing: false,
		message: 'it is larger than 0.1 MB',
	});
	expect(body.destroyed).toBe(true);
});

test('a file that says nothing more is given up, and may be asked for again', async () => {
	const body = new Readable({ read() {} });
	body.push('first');
	const file = fileOf(body);

	expect(await thrownBy(file.length())).toMatchObject({
		kind: 'silent',
		passing: true,
		message: 'its server sent nothing for 30 seconds',
	});
	expect(body.destroyed).toBe(true);
});

test('a file that never ends is given up, though it always says something', async () => {
	const body = bodyOf(ticking(1_000));
	const time = new TimeAllowance(120_000);

	expect(await thrownBy(read(fileOf(body, { time }).stream()))).toMatchObject({
		kind: 'slow',
		passing: false,
		message: 'downloading took too long',
	});
	expect(body.destroyed).toBe(true);
});

test('a slow file that ends in time is fine', async () => {
	const slow = async function* () {
		for (let nth = 0; nth < 4; nth++) {
			await new Promise((resolve) => setTimeout(resolve, 25_000));
			yield Buffer.from('x');
		}
	};
	const reading = read(fileOf(bodyOf(slow())).stream());

	expect(await thrownBy(reading)).toBeUndefined();
	expect(String(await reading)).toBe('xxxx');
});

test('what stores it slowly is no silence of the host', async () => {
	const chunks = Array.from({ length: 8 }, () => Buffer.alloc(100));
	const time = new TimeAllowance(60_000);
	const stream = fileOf(bodyOf(chunks), { time }).stream() as AsyncIterable<Buffer>;
	const reading = (async () => {
		for await (const _ of stream) await new Promise((resolve) => setTimeout(resolve, 50_000));
	})();

	expect(await thrownBy(reading)).toBeUndefined();
	expect(time.leftMs()).toBe(60_000);
});

test('a connection that breaks on the way may be made again', async () => {
	const breaking = async function* () {
		yield Buffer.from('half');
		throw new Error('ECONNRESET');
	};

	await expect(read(fileOf(bodyOf(breaking())).stream())).rejects.toMatchObject({
		kind: 'broken',
		passing: true,
	});
});

test('what breaks after nobody reads any more ends nothing', async () => {
	const unhandled = vi.fn();
	process.on('unhandledRejection', unhandled);
	process.on('uncaughtException', unhandled);
	const body = new Readable({ read() {} });
	fileOf(body);
	body.destroy(new Error('ECONNRESET'));
	const discarded = new Readable({ read() {} });
	fileOf(discarded).discard();
	discarded.destroy(new Error('late'));

	for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
	await vi.advanceTimersByTimeAsync(200_000);

	process.off('unhandledRejection', unhandled);
	process.off('uncaughtException', unhandled);
	expect(unhandled).not.toHaveBeenCalled();
});

test('a discarded one is watched no longer', async () => {
	const body = new Readable({ read() {} });
	fileOf(body).discard();
	await vi.advanceTimersByTimeAsync(6_000);

	expect(vi.getTimerCount()).toBe(0);
	expect(body.destroyed).toBe(true);
});
