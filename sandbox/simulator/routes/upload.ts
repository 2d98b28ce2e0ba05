import { randomBytes } from 'node:crypto';
import { basename, extname } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Values } from '../catalogue/index.ts';
import { durations, limits } from '../durations.ts';
import { fetchFile } from '../files/fetchFile.ts';
import { mimeOf, sniff } from '../files/fileTypes.ts';
import { jsonAnswer, refusalAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { accountOf, bodyOf, endpoint, noteRefusal } from '../http/endpoint.ts';
import { requireText } from '../http/validate.ts';
import type { Uploaded } from '../ledger.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { Simulation } from '../simulation.ts';

interface Arrived {
	bytes: Buffer;
	mime: string;
	/** The name the file came with, if `fileName` gives none. */
	ownName: string | undefined;
	fields: Values;
}

const largest = 100 * 1024 * 1024;

/** A relative folder or name without steps upwards. */
function clean(name: string, text: string): string {
	const parts = text.split('/').filter(Boolean);
	if (parts.length === 0 || parts.some((part) => part === '..' || part === '.'))
		throw invalid(`${name} is not a valid path`);
	return parts.join('/');
}

function store(
	sim: Simulation,
	request: FastifyRequest,
	way: Uploaded['way'],
	file: Arrived,
): Answer {
	const { bytes, fields } = file;
	const folder = clean('uploadPath', requireText(fields, 'uploadPath'));
	const type = sniff(bytes);
	const mimeType = type ? mimeOf(type) : file.mime;
	const invented = `${randomBytes(8).toString('hex')}${type ? `.${type}` : ''}`;
	const asked =
		typeof fields.fileName === 'string' && fields.fileName ? fields.fileName : undefined;
	const fileName = clean('fileName', basename(asked ?? file.ownName ?? invented));
	const account = accountOf(request).name.replaceAll('*', '');
	const filePath = `kieai/${account}/${folder}/${fileName}`;
	// The same name overwrites, as it does on the real service.
	const downloadUrl = sim.hosting.publish({
		path: `uploads/${filePath}`,
		mime: mimeType,
		lifeMs: durations.uploadLife,
		content: () => Promise.resolve(bytes),
	});
	const at = sim.clock.now();
	sim.ledger.uploaded({ at, way, path: filePath, bytes: bytes.length });
	return jsonAnswer({
		success: true,
		code: 200,
		msg: 'File uploaded successfully',
		data: {
			success: true,
			fileName,
			filePath,
			downloadUrl,
			fileSize: bytes.length,
			mimeType,
			uploadedAt: new Date(at).toISOString(),
		},
	});
}

async function fromMultipart(request: FastifyRequest): Promise<Arrived> {
	if (!request.isMultipart()) throw invalid('the body must be multipart/form-data');
	const fields: Record<string, unknown> = {};
	let file: Omit<Arrived, 'fields'> | undefined;
	for await (const part of request.parts({ limits: { fileSize: largest } })) {
		if (part.type === 'field') fields[part.fieldname] = part.value;
		else {
			const bytes = await part.toBuffer();
			if (part.fieldname === 'file') file = { bytes, mime: part.mimetype, ownName: part.filename };
		}
	}
	request.note.body = {
		...fields,
		file: file ? `${file.ownName} (${file.bytes.length} bytes)` : null,
	};
	if (!file) throw invalid('file is required');
	return { ...file, fields };
}

function fromBase64(request: FastifyRequest): Arrived {
	const fields = bodyOf(request);
	const text = requireText(fields, 'base64Data');
	const [, mime = 'application/octet-stream', data = ''] =
		/^(?:data:([^;,]+);base64,)?([A-Za-z0-9+/]+={0,2})$/.exec(text.replace(/\s/g, '')) ?? [];
	if (!data) throw invalid('base64Data is not valid base64');
	const bytes = Buffer.from(data, 'base64');
	if (bytes.length > limits.base64UploadBytes) throw invalid('base64Data must not exceed 10 MB');
	return { bytes, mime, ownName: undefined, fields };
}

async function fromUrl(sim: Simulation, request: FastifyRequest): Promise<Arrived> {
	const fields = bodyOf(request);
	const fileUrl = requireText(fields, 'fileUrl');
	if (!URL.canParse(fileUrl)) throw invalid('fileUrl must be a valid URL');
	const file = await fetchFile(sim.hosting.reach(fileUrl), largest, AbortSignal.timeout(30_000));
	const name = basename(decodeURIComponent(new URL(fileUrl).pathname));
	return { ...file, ownName: extname(name) ? name : undefined, fields };
}

/** The three ways to bring a file. They belong to another host, which this server also is. */
export function uploadRoutes(server: FastifyInstance, sim: Simulation): void {
	const way = (
		path: string,
		name: Uploaded['way'],
		arrive: (request: FastifyRequest) => Promise<Arrived> | Arrived,
	) =>
		server.post(
			path,
			endpoint(sim, 'upload', async (request) => {
				try {
					return store(sim, request, name, await arrive(request));
				} catch (error) {
					noteRefusal(sim, request, error);
					return refusedUpload(error);
				}
			}),
		);
	way('/api/file-stream-upload', 'stream', fromMultipart);
	way('/api/file-base64-upload', 'base64', fromBase64);
	way('/api/file-url-upload', 'url', (request) => fromUrl(sim, request));
}

/** Uploads say `success` as well as a code. */
function refusedUpload(error: unknown): Answer {
	if (!(error instanceof Refusal)) return refusalAnswer(error);
	return jsonAnswer({ success: false, code: error.code, msg: error.message, data: null });
}
