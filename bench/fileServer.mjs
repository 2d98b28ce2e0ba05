// KIE and its image host in one, in a process of its own: every picture has the size that its name says.
import { createServer } from 'node:http';

// The head of a PNG of one pixel; what follows it is padding.
const HEAD = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);
const ZEROS = Buffer.alloc(256 * 1024);

function sendPicture(response, bytes) {
	response.writeHead(200, { 'content-type': 'image/png', 'content-length': bytes });
	response.write(HEAD);
	let left = bytes - HEAD.length;
	const write = () => {
		while (left > 0) {
			const chunk = ZEROS.subarray(0, Math.min(left, ZEROS.length));
			left -= chunk.length;
			if (!response.write(chunk)) return response.once('drain', write);
		}
		response.end();
	};
	write();
}

const server = createServer((request, response) => {
	const { pathname, searchParams } = new URL(request.url, 'http://localhost');
	const origin = `http://${request.headers.host}`;
	const answer = (data) => {
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({ code: 200, msg: 'success', data }));
	};
	if (pathname.startsWith('/files/')) return sendPicture(response, Number(pathname.split('/')[2]));

	const body = [];
	const isUpload = pathname.includes('upload');
	request.on('data', (chunk) => !isUpload && body.push(chunk));
	request.once('end', () => {
		if (isUpload) return answer({ downloadUrl: `${origin}/files/1000/uploaded.png` });
		// A prompt, and so a task, says how many pictures of how many bytes it makes: 4x8000.
		if (pathname.endsWith('/generate')) {
			return answer({ taskId: JSON.parse(Buffer.concat(body).toString()).prompt });
		}
		const taskId = searchParams.get('taskId');
		const [count, bytes] = taskId.split('x').map(Number);
		const resultUrls = Array.from({ length: count }, (_, n) => `${origin}/files/${bytes}/${n}.png`);
		answer({ taskId, successFlag: 1, status: 'SUCCESS', response: { resultUrls } });
	});
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
