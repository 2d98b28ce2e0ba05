/**
 * Loaded with --require into the processes the sandbox starts. One end of a socket pair lies here as a
 * file descriptor, the other in the sandbox: when the sandbox goes, however it goes, this end closes
 * and the whole process group ends too. Not even `kill -9` of the sandbox leaves anything behind.
 */
const { Socket } = require('node:net');

const GRACE_MS = 10_000;
const fd = Number(process.env.SANDBOX_LIFELINE_FD);
// Children and worker threads of this process have no such descriptor.
delete process.env.SANDBOX_LIFELINE_FD;

if (fd > 2) {
	const lifeline = new Socket({ fd, readable: true, writable: false });
	lifeline.on('error', () => {});
	lifeline.on('close', () => {
		signalGroup('SIGTERM');
		setTimeout(() => signalGroup('SIGKILL'), GRACE_MS).unref();
	});
	lifeline.resume().unref();
}

function signalGroup(signal) {
	try {
		process.kill(-process.pid, signal);
	} catch {
		process.kill(process.pid, signal);
	}
}
