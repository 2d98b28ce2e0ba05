import { TIME_OVER_IDEAL, WALL, WALL_OF_ONE } from './goals.ts';
import { drawDurations, idealMs } from './ideal.ts';
import { inN8n, withPackage } from './n8n.ts';
import { Progress } from './progress.ts';
import type { Figure, Held } from './report.ts';
import { report } from './report.ts';
import type { Load, Method, Waited } from './wait.ts';
import { wait } from './wait.ts';

interface Shape extends Load {
	title: string;
	goals: {
		/** The wall time of resting over the ideal. */
		wall: Held;
		/** Of resting, in percent of what polling takes while it waits. */
		cpuPercent?: Held;
		/** Of resting, beyond what n8n has at idle. */
		memoryMb?: Held;
	};
}

/** What a single image takes; half of them take longer. */
const ONE_MS = 60_000;
/** So long that all have waited for some time before the first is done: the last is ordered after 90 s. */
const CROWD_MS = 150_000;
const SEED = 20;
/** A look before the rest and one after the call. */
const READS_GOAL = {
	most: 2,
	why: 'One before it rests, to catch what is done already, and one after.',
};

const CPU = {
	most: 5,
	why: 'What rests does nothing until it is called; a twentieth is what n8n does by itself.',
};
const MEMORY = {
	most: 100,
	why: 'What rests lies in the database; half a megabyte for each is left for what n8n keeps about it.',
};

const SHAPES: Shape[] = [
	{
		title: '1 execution of one image',
		...{ executions: 1, images: 1, speed: 4, settleMs: 4_000 },
		durationsMs: [ONE_MS],
		goals: { wall: WALL_OF_ONE },
	},
	{
		title: '20 executions of one image',
		...{ executions: 20, images: 1, speed: 4, settleMs: 4_000 },
		durationsMs: drawDurations(20, SEED).map((ms) => Math.max(ms, ONE_MS)),
		goals: { wall: WALL },
	},
	{
		title: '1 execution of 200 images',
		...{ executions: 1, images: 200, speed: 4, settleMs: 4_000 },
		durationsMs: drawDurations(200, SEED),
		goals: { wall: WALL },
	},
	// Not faster than life: the pauses of executions that have met KIE's limit do not get shorter with the
	// clock, nor does what n8n does by itself get more.
	{
		title: '200 executions of one image',
		// n8n gives memory back when it has had nothing to do for a while.
		...{ executions: 200, images: 1, speed: 1, settleMs: 25_000 },
		durationsMs: Array.from({ length: 200 }, () => CROWD_MS),
		goals: { wall: WALL, cpuPercent: CPU, memoryMb: MEMORY },
	},
];

/** What executions take that wait for their images: checking regularly, and resting until KIE calls. */
export async function benchWaiting(): Promise<void> {
	const progress = new Progress();
	progress.say('the package is built, and n8n started twice');
	await withPackage(async (ground) => {
		// Each in an n8n of its own, and both at the same time: what slows one down slows down the other.
		await inN8n(ground, async (polling) => {
			await inN8n(ground, async (callback) => {
				const n8ns = { polling, callback };
				for (const shape of SHAPES) {
					progress.say(`${shape.title}, ${shape.speed} times as fast as life`);
					const waited = await beside(
						async (method) =>
							await wait(n8ns[method], method, shape, (state) => progress.note(method, state)),
					);
					report(shape.title, figuresOf(shape, waited));
				}
			});
		});
	});
}

/** Both at the same time. */
async function beside<T>(work: (method: Method) => Promise<T>): Promise<Record<Method, T>> {
	const [polling, callback] = await Promise.all([work('polling'), work('callback')]);
	return { polling, callback };
}

function figuresOf(
	{ durationsMs, speed, goals }: Shape,
	{ polling, callback }: Record<Method, Waited>,
): Figure[] {
	const ideal = idealMs(durationsMs, speed);
	const overIdeal = ({ wallMs, emptyMs }: Waited) => wallMs / (ideal + emptyMs);
	const both = (of: (waited: Waited) => number) => ({
		polling: of(polling),
		resting: of(callback),
	});
	const figure = (what: string, of: (waited: Waited) => number, held?: Held): Figure => ({
		what,
		measured: both(of),
		...(held && { goal: { of: 'resting', value: of(callback), ...held } }),
	});
	const slower = Math.max(overIdeal(polling), overIdeal(callback));
	const { wall, cpuPercent, memoryMb } = goals;
	const cpu = both((waited) => 100 * waited.waiting.cpu);
	return [
		{
			what: 'time until the last image (s)',
			measured: {
				...both(({ wallMs }) => wallMs / 1000),
				ideal: (ideal + callback.emptyMs) / 1000,
			},
		},
		{
			what: TIME_OVER_IDEAL,
			measured: both(overIdeal),
			goal: { of: 'the slower', value: slower, ...wall },
		},
		figure('reads of an image', ({ readsPerImage }) => readsPerImage, READS_GOAL),
		{
			what: 'CPU while all wait (% of a core)',
			measured: { ...cpu, idle: 100 * callback.idle.cpu },
			...(cpuPercent !== undefined && {
				goal: {
					of: 'of polling',
					value: (100 * cpu.resting) / cpu.polling,
					...cpuPercent,
					unit: ' %',
				},
			}),
		},
		figure('memory over idle (MB)', ({ waiting, idle }) => waiting.mb - idle.mb, memoryMb),
		figure('memory at idle (MB)', ({ idle }) => idle.mb),
		figure('memory at most (MB)', ({ peakMb }) => peakMb),
	];
}
