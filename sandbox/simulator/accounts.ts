import { Refusal } from './refusal.ts';

export interface Account {
	/** The key without its middle: fit for logs and the ledger. */
	name: string;
	key: string;
	credits: number;
	/** A sub-key whose own limit is used up: every create is a 433. */
	subKeyLimited: boolean;
}

export const demoKeys = {
	accepted: 'sim-kie-key',
	noCredits: 'sim-kie-no-credits',
	subKeyLimited: 'sim-kie-sub-key',
} as const;

const maskKey = (key: string): string =>
	key.length <= 8 ? '***' : `${key.slice(0, 4)}***${key.slice(-4)}`;

export class Accounts {
	readonly #keys: readonly string[];
	readonly #credits: number;
	readonly #byKey = new Map<string, Account>();

	constructor(keys: readonly string[], credits: number) {
		this.#keys = keys;
		this.#credits = credits;
		this.reset();
	}

	reset(): void {
		this.#byKey.clear();
		this.#open(demoKeys.noCredits, 0);
		this.#open(demoKeys.subKeyLimited, this.#credits, true);
		for (const key of this.#keys) this.#open(key, this.#credits);
	}

	/** The account of an `Authorization` header. Anything but a known Bearer key is refused. */
	authenticate(authorization: string | undefined): Account {
		const key = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
		const account = key === undefined ? undefined : this.#byKey.get(key);
		if (!account) throw new Refusal(401);
		return account;
	}

	/** Whether a text holds one of the keys: to notice a key where none belongs. */
	keyIn(text: string): boolean {
		return [...this.#byKey.keys()].some((key) => text.includes(key));
	}

	#open(key: string, credits: number, subKeyLimited = false): void {
		this.#byKey.set(key, { name: maskKey(key), key, credits, subKeyLimited });
	}
}
