import type { IBinaryData } from 'n8n-workflow';
import { AskedHosts } from '../files/askedHosts';
import { perRun } from '../perRun';

/** What was learned of the images of a run. */
export interface DownloadNotes {
	/** The files that were fetched, by what was asked for. */
	files: Map<string, IBinaryData>;
	hosts: AskedHosts;
}

export const newNotes = (): DownloadNotes => ({ files: new Map(), hosts: new AskedHosts() });

/** Also for further tries, which need not fetch and wait for the same again. */
export const notesOf = perRun(newNotes);
