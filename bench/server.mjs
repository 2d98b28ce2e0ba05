// KIE that answers at once, in a process of its own so that its work is not counted.
import { createServer } from 'node:http';

let created = 0;
const reads = new Map();

const server = createServer((request, response) => {
	const { pathname, searchParams } = new URL(request.url, 'http://localhost');
	request.resume();
	request.once('end', () => {
		response.setHeader('content-type', 'application/json');
		const answer = (data) => response.end(JSON.stringify({ code: 200, msg: 'success', data }));
		if (pathname.endsWith('/generate')) return answer({ taskId: `t${created++}` });
		if (pathname === '/counts') {
			const times = [...reads.values()].map((list) => list.length);
			const gaps = [...reads.values()].flatMap((list) =>
				list.slice(1).map((time, i) => time - list[i]),
			);
			const counts = {
				created,
				reads: times.reduce((a, b) => a + b, 0),
				shortestGap: Math.min(...gaps),
			};
			created = 0;
			reads.clear();
			return response.end(JSON.stringify(counts));
		}
		const taskId = searchParams.get('taskId');
		reads.set(taskId, [...(reads.get(taskId) ?? []), performance.now()]);
		// The second look finds it done, so that the interval between looks is measured too.
		if (reads.get(taskId).length < 2)
			return answer({ taskId, successFlag: 0, status: 'GENERATING' });
		answer({
			taskId,
			successFlag: 1,
			status: 'SUCCESS',
			response: { resultUrls: ['http://localhost/x.png'] },
		});
	});
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
