import { z } from 'zod';

// How KIE wants a value. A workflow saves it with the form, since a run never asks KIE for it.

export const wantsSchema = z.object({
	/** Of the value or, of a list, of what is in it. */
	type: z.enum(['text', 'number', 'integer', 'switch', 'object', 'any']),
	list: z.boolean().optional(),
	/** It is the URL of a file. */
	file: z.boolean().optional(),
	min: z.number().optional(),
	max: z.number().optional(),
	maxLength: z.number().optional(),
	maxItems: z.number().optional(),
});

export type Wants = z.output<typeof wantsSchema>;
