import { parseArgs } from 'node:util';
import { demoKeys, startSimulator } from './index.ts';

const help = `The KIE simulator

  --port <n>             port to listen on (default 8787; 0 takes a free one)
  --host <address>       address to listen on (default 127.0.0.1)
  --speed <n>            how many times faster every duration runs (default 1)
  --key <key>            an accepted API key, may be given more than once (default ${demoKeys.accepted})
  --credits <n>          what each account starts with (default 5916.25)
  --webhook-secret <s>   sign callbacks with this secret
  --public-url <url>     address under which results are given out
  --quiet                no line for each request
  --help                 this text`;

function readFlags() {
	return parseArgs({
		options: {
			port: { type: 'string', default: '8787' },
			host: { type: 'string', default: '127.0.0.1' },
			speed: { type: 'string', default: '1' },
			key: { type: 'string', multiple: true, default: [demoKeys.accepted] },
			credits: { type: 'string', default: '5916.25' },
			'webhook-secret': { type: 'string' },
			'public-url': { type: 'string' },
			quiet: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	}).values;
}

async function run(flags: ReturnType<typeof readFlags>): Promise<void> {
	const secret = flags['webhook-secret'];
	const publicUrl = flags['public-url'];
	const simulator = await startSimulator({
		port: Number(flags.port),
		host: flags.host,
		speed: Number(flags.speed),
		apiKeys: flags.key,
		credits: Number(flags.credits),
		...(secret === undefined ? {} : { webhookSecret: secret }),
		...(publicUrl === undefined ? {} : { publicUrl }),
		...(flags.quiet ? {} : { log: (line: string) => console.log(line) }),
	});
	console.log(`KIE simulator   ${simulator.url}  (base URL and upload base URL)
API key         ${flags.key.join(', ')}
  no credits    ${demoKeys.noCredits}
  sub-key limit ${demoKeys.subKeyLimited}
speed           ${flags.speed}
callbacks       ${secret === undefined ? 'not signed' : 'signed'}
ledger          GET  ${simulator.url}/__sim/ledger
faults          POST ${simulator.url}/__sim/faults
Ctrl+C ends it.`);
	let ending: Promise<void> | undefined;
	const end = () => void (ending ??= simulator.close());
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	// npm that is told to end does not tell its script: that npm is gone must do.
	if (process.env.npm_lifecycle_event !== undefined) {
		const npm = process.ppid;
		const watch = () => {
			if (process.ppid !== npm) end();
		};
		setInterval(watch, 250).unref();
	}
}

try {
	const flags = readFlags();
	if (flags.help) console.log(help);
	else await run(flags);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
