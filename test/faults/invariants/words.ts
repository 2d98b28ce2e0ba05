import type { LogLine } from '../log.ts';

// What is looked for of the node's own words, as few as can be.

/** Of a create of unknown outcome. */
export const saysUnclear = (text: string): boolean => /may (also )?have been billed/.test(text);

/** Of a task that still runs: in the message, which names the field. */
export const saysTooLong = (message: string): boolean => message.includes("'Max Wait");

/** Of the node's lines, those of a create of an item whose answer did not arrive. */
export const isUnclearLine = ({ level, meta }: LogLine, item: number): boolean =>
	level === 'warn' && meta.itemIndex === item && meta.taskId === undefined;

/** What the node itself says in the log. */
export const isOwnLine = ({ message }: LogLine): boolean => /^(The )?KIE /.test(message);
