import { SIGNED_URL_PART } from '../kie/orders.ts';
import { shown } from '../played.ts';
import type { Played } from '../played.ts';
import type { Invariant } from './invariant.ts';
import { isOwnLine } from './words.ts';

/** No secret in anything that anybody reads, and no key on any host but KIE's. */
export const secrecy: Invariant = {
	name: 'no secret in an error, a log or the data of an execution',
	broken(played) {
		const { secrets, logs, ledger, error } = played;
		const places: Array<[string, string]> = [
			['what is shown', shown(played)],
			['the log', logs.map(({ text }) => text).join('\n')],
			['the data of the execution', withoutBell(played)],
		];
		// n8n itself notes an error with all that it carries, and so the URLs of the images.
		const own = logs.filter(isOwnLine).map(({ text }) => text);
		const words = [...own, error?.message, error?.description].join('\n');
		return [
			...places.flatMap(([place, text]) =>
				secrets
					.filter((secret) => text.includes(secret))
					.map((secret) => `${secret} in ${place}: ${around(text, secret)}`),
			),
			...(words.includes(SIGNED_URL_PART) ? ['the signature of a URL in words'] : []),
			...ledger.requests
				.filter(({ host, hasKey }) => hasKey !== KIES.has(host))
				.map(({ host, hasKey }) => `${host} was asked ${hasKey ? 'with' : 'without'} the key`),
		];
	},
};

const KIES = new Set(['api.kie.ai', 'kieai.redpandaai.co']);

const around = (text: string, secret: string): string => {
	const at = text.indexOf(secret);
	return text.slice(Math.max(0, at - 120), at + secret.length + 20);
};

/** The node itself notes what a call proves itself by, for as long as a further try may rest. */
function withoutBell({ stored, secrets }: Played): string {
	return secrets.slice(2).reduce((text, secret) => text.replaceAll(`"${secret}"`, '""'), stored);
}
