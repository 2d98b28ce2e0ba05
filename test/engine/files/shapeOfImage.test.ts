import type { INode, INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { byUrl, edit, HOST, ready } from '../../helpers/imageFiles.ts';
import { created, served } from '../../helpers/kie.ts';
import { pngOfSize } from '../../helpers/pictures.ts';
import { runWithFiles } from '../../helpers/run.ts';

// Some models have no 'auto' of their own: the new image gets the shape that is closest to the first one.

useFakedClock();

const ofSize = (width: number, height: number) => ({
	bytes: pngOfSize(width, height),
	name: 'photo.png',
	type: 'image/png',
});

/** What KIE is told of the shape. */
async function shapeFor(
	parameters: INodeParameters,
	[width, height]: [number, number],
	settings: Partial<INode> = {},
): Promise<unknown> {
	const wire = ready().on('POST', /jobs\/createTask$/, [created('t0')]);
	const given = { ...edit, waitUntilDone: false, ...parameters };
	await runWithFiles(given, { data: ofSize(width, height) }, { settings });
	const body = wire.posts.at(-1)?.body ?? {};
	const { size, image_size, aspect_ratio } = (body.input ?? body) as Record<string, unknown>;
	return size ?? image_size ?? aspect_ratio;
}

const WIDE: [number, number] = [1920, 1080];
const TALL: [number, number] = [1080, 1920];
const NEARLY_SQUARE: [number, number] = [1000, 1040];

const NAMED = ['landscape_16_9', 'portrait_16_9', 'square_hd'] as const;

describe.each<[string, INodeParameters, readonly [string, string, string]]>([
	['4o Image', {}, ['3:2', '2:3', '1:1']],
	['variants of 4o Image', { operation: 'variants' }, ['3:2', '2:3', '1:1']],
	['Seedream 4.0', { model: 'seedream-v4' }, NAMED],
	['Seedream 4.5', { model: 'seedream-4-5' }, ['16:9', '9:16', '1:1']],
	['variants of Ideogram V3', { operation: 'variants', model: 'ideogram-v3' }, NAMED],
])('%s takes the closest shape it has', (_name, parameters, [wide, tall, square]) => {
	test.each([
		[WIDE, wide],
		[TALL, tall],
		[NEARLY_SQUARE, square],
	])('of %j: %s', async (size, shape) => {
		expect(await shapeFor(parameters, size)).toBe(shape);
	});
});

test('a shape that is chosen is the one that is sent', async () => {
	expect(await shapeFor({ size: '2:3' }, WIDE)).toBe('2:3');
});

test.each([
	['4o Image', {}, '1:1'],
	['Seedream 4.0', { model: 'seedream-v4' }, 'square_hd'],
])('a node of version 1 makes a square, as it did: %s', async (_name, parameters, shape) => {
	expect(await shapeFor(parameters, WIDE, { typeVersion: 1 })).toBe(shape);
});

test.each([
	['is looked at, too', served(pngOfSize(900, 1600)), '2:3'],
	['gives a square where n8n cannot open it', { httpStatus: 403, body: '' }, '1:1'],
])('an image by URL %s', async (_name, answer, size) => {
	const wire = ready().at(`${HOST}/a.png`, [answer]);

	await runWithFiles(byUrl, {});

	expect(wire.creates[0]?.body).toMatchObject({ size });
});
