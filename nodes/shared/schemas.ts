import { z } from 'zod';

/**
 * Any value, also where its key is missing. The node gets n8n's zod 3, but after a hoisted install it
 * may be zod 4: to that one a key of `z.unknown()` must be there.
 */
export const anything = z.unknown().optional();

/** An object; where there is none, one without entries. (In zod 4 a default is not parsed.) */
export const collectionOf = <T extends z.ZodRawShape>(shape: T) =>
	anything.transform((value) => value ?? {}).pipe(z.object(shape));

/** What can be read by a schema, or else something in its place, also where its key is missing. */
export const otherwise = <T>(schema: z.ZodType<T, z.ZodTypeDef, unknown>, inPlace: () => T) =>
	anything.transform((value): T => {
		const { success, data } = schema.safeParse(value);
		return success ? data : inPlace();
	});
