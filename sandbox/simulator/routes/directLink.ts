import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { durations } from '../durations.ts';
import type { HostedFile } from '../files/hosting.ts';
import type { Simulation } from '../simulation.ts';

/** A second address of a hosted file, good for twenty minutes. */
export function directLink(sim: Simulation, file: HostedFile): string {
	const token = randomBytes(12).toString('hex');
	return sim.hosting.publish({
		...file,
		path: `direct/${token}/${basename(file.path)}`,
		lifeMs: durations.downloadLinkLife,
	});
}
