/** What the person at the keyboard can act on: printed without a stack, followed by the way on. */
export class SandboxError extends Error {
	readonly wayOn: string;

	constructor(message: string, wayOn: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'SandboxError';
		this.wayOn = wayOn;
	}
}

export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
