import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { Failure } from '../kie/failure';
import { inputFailure } from '../kie/failure';

export type Labels = Record<string, string>;

/** Parameter name → the name a person sees, entries of collections included. */
export function labelsOf(fields: INodeProperties[]): Labels {
	const labels: Labels = {};
	const visit = (entry: {
		name: string;
		displayName?: string;
		options?: unknown;
		values?: unknown;
	}) => {
		if (entry.displayName !== undefined) labels[entry.name] = entry.displayName;
		for (const list of [entry.options, entry.values]) {
			if (Array.isArray(list)) list.forEach(visit);
		}
	};
	fields.forEach(visit);
	return labels;
}

/** A refused value, in words that name the field as it is shown: the one it is of, or one of these. */
export function valueFailure(error: z.ZodError, labels: Labels, known?: string): Failure {
	const issue = error.issues[0];
	const names = (issue?.path ?? []).filter((part): part is string => typeof part === 'string');
	const name = names.reverse().find((part) => part in labels);
	const label = known ?? ownLabel(issue) ?? (name === undefined ? undefined : labels[name]);
	return refusedValue(label, issue?.message ?? 'is not allowed');
}

/** The reason completes a sentence that begins with the field as it is shown. */
export const refusedValue = (label: string | undefined, reason: string): Failure =>
	inputFailure(
		`${label === undefined ? 'A value of this node' : `'${label}'`} ${reason}`,
		'Correct the value, then run the node again. Nothing was sent to KIE.',
	);

/** Of a value that only this node has, such as one of a form that was loaded: the issue names it. */
function ownLabel(issue: z.ZodIssue | undefined): string | undefined {
	const label: unknown = issue?.code === 'custom' ? issue.params?.label : undefined;
	return typeof label === 'string' ? label : undefined;
}
