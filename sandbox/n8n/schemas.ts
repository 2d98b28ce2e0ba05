/** What n8n answers, as far as the sandbox and the tests read it. */
import { z } from 'zod';

export const binarySchema = z
	.object({
		mimeType: z.string(),
		fileName: z.string().optional(),
		fileExtension: z.string().optional(),
		fileSize: z.union([z.string(), z.number()]).optional(),
		/** Where n8n keeps it; without one, `data` is the content in base64. */
		id: z.string().optional(),
		data: z.string().optional(),
	})
	.passthrough();

const pairedSchema = z.object({ item: z.number(), input: z.number().optional() }).passthrough();

export const itemSchema = z
	.object({
		json: z.record(z.unknown()),
		binary: z.record(binarySchema).optional(),
		pairedItem: z.union([z.number(), pairedSchema, z.array(pairedSchema)]).optional(),
		error: z.unknown().optional(),
	})
	.passthrough();

const errorSchema = z
	.object({
		message: z.string(),
		name: z.string().optional(),
		description: z.string().nullish(),
		context: z.record(z.unknown()).optional(),
	})
	.passthrough();

const nodeRunSchema = z
	.object({
		startTime: z.number(),
		executionTime: z.number(),
		executionStatus: z.string().optional(),
		/** By connection type (`main`, `ai_tool`, …), then by output. */
		data: z.record(z.array(z.array(itemSchema).nullable())).optional(),
		error: errorSchema.optional(),
	})
	.passthrough();

export const executionSchema = z
	.object({
		id: z.coerce.string(),
		workflowId: z.string().nullish(),
		status: z.enum([
			'canceled',
			'crashed',
			'error',
			'new',
			'running',
			'success',
			'unknown',
			'waiting',
		]),
		mode: z.string(),
		finished: z.boolean().optional(),
		startedAt: z.string().nullish(),
		stoppedAt: z.string().nullish(),
		waitTill: z.string().nullish(),
		data: z
			.object({
				resultData: z
					.object({
						runData: z.record(z.array(nodeRunSchema)).default({}),
						lastNodeExecuted: z.string().optional(),
						error: errorSchema.optional(),
					})
					.passthrough(),
			})
			.passthrough()
			.optional(),
	})
	.passthrough();

export const credentialSchema = z.object({ id: z.string(), name: z.string(), type: z.string() });

export const credentialTestSchema = z.object({
	status: z.enum(['OK', 'Error']),
	message: z.string(),
});

export const workflowSchema = z
	.object({
		id: z.string(),
		name: z.string(),
		versionId: z.string(),
		active: z.boolean(),
		isArchived: z.boolean().optional(),
	})
	.passthrough();

export const workflowListSchema = z.array(
	z.object({ id: z.string(), name: z.string(), active: z.boolean(), isArchived: z.boolean() }),
);

export const publicationSchema = z.object({
	status: z.enum(['failed', 'in_progress', 'not_published', 'partial', 'published']),
	triggers: z.array(z.object({ nodeId: z.string(), errorMessage: z.string().nullish() })),
});

export const communityPackagesSchema = z.array(
	z.object({
		packageName: z.string(),
		installedVersion: z.string(),
		failedLoading: z.boolean().optional(),
		installedNodes: z.array(z.object({ name: z.string(), type: z.string() }).passthrough()),
	}),
);

export type Binary = z.infer<typeof binarySchema>;
export type Item = z.infer<typeof itemSchema>;
export type NodeRun = z.infer<typeof nodeRunSchema>;
export type Execution = z.infer<typeof executionSchema>;
export type ExecutionStatus = Execution['status'];
export type Credential = z.infer<typeof credentialSchema>;
export type CredentialTest = z.infer<typeof credentialTestSchema>;
export type Workflow = z.infer<typeof workflowSchema>;
export type PublicationStatus = z.infer<typeof publicationSchema>;
export type CommunityPackage = z.infer<typeof communityPackagesSchema>[number];
