import type { Advice } from './failure';
import { LATER, RETRY_ON_FAIL } from './phrases';

/** What KIE's own texts mean, which say more than the code beside them. The first that fits wins. */
const WORDINGS: ReadonlyArray<Advice & { says: RegExp }> = [
	{
		says: /image content.*(violat|polic)/i,
		message: 'KIE declined an input image because of its content',
		description: 'The image violates the content policy. Use another image.',
		retryable: false,
	},
	{
		says: /flagged|content polic|safety (system|polic|filter)|moderat(ion|or)|input was rejected|nsfw/i,
		message: 'KIE declined the request because of its content',
		description:
			"The prompt or an image violates the content policy. Reword 'Prompt', leave out real people and brands, or use another image.",
		retryable: false,
	},
	{
		says: /range of allowed options/i,
		message: 'KIE did not accept a value',
		description: 'Change the value that KIE names, then try again.',
		retryable: false,
	},
	{
		says: /exceeds.*\d ?bytes|size exceeds|file.*too large/i,
		message: 'An input image is too large for KIE',
		description:
			"Make the image smaller: the description of its field names the model's limit. For 4o Image it is 25 MB (26,214,400 bytes).",
		retryable: false,
	},
	{
		says: /invalid_image_format|could ?n.t process the provided image|could not process the provided image/i,
		message: 'KIE could not read an input image',
		description:
			'Save the image again as PNG, JPEG or WebP and check that the URL leads to the file itself, not to a web page.',
		retryable: false,
	},
	{
		says: /unable to download|failed to fetch the image|access limits|download failed/i,
		message: 'KIE could not download an image',
		description:
			'The URL must be publicly accessible without a login: test it in a private browser window. Links to a local network, an expired download or a protected site do not work.',
		retryable: false,
	},
	{
		says: /failed to get user token/i,
		message: 'KIE could not start the task',
		description: `${LATER} ${RETRY_ON_FAIL}`,
		retryable: true,
	},
	{
		says: /gpt ?4o failed to edit/i,
		message: 'The model could not edit the image',
		description: "Simplify 'Prompt' or use another image, then try again.",
		retryable: true,
	},
	{
		says: /failed to generate image/i,
		message: 'The model could not make the image',
		description: "Try again. If this keeps happening, reword 'Prompt'.",
		retryable: true,
	},
	{
		says: /try again later/i,
		message: 'KIE asks you to try again later',
		description: `${LATER} ${RETRY_ON_FAIL}`,
		retryable: true,
	},
	{
		says: /within 14 days/i,
		message: 'KIE no longer has this result',
		description:
			'KIE keeps results for 14 days, some for only 24 hours. Make the image again, and download images as soon as they are made.',
		retryable: false,
	},
	{
		says: /status is not success/i,
		message: 'The task has no finished image yet',
		description:
			"Check it with the operation 'Get Status' and request the link when its status is 'success'.",
		retryable: true,
	},
	{
		says: /result data (is blank|not exist|is empty)/i,
		message: 'KIE has no image for this task',
		description: "Check the task with the operation 'Get Status'.",
		retryable: false,
	},
	{
		says: /url is wrong/i,
		message: 'KIE does not recognize this image URL',
		description:
			'Only URLs of images that KIE made can be turned into download links. Copy the URL exactly as the node returned it.',
		retryable: false,
	},
	{
		says: /record.*(null|not exist)|task.*not (found|exist)/i,
		message: 'KIE has no such task',
		description:
			'Check the task ID, and that the task was made with the same KIE account. KIE keeps results for 14 days, some for only 24 hours.',
		retryable: false,
	},
];

// What KIE says is a sentence or two. In much more, some of these patterns would be looked for without end.
const MAX_LENGTH = 2_000;

export function adviceForText(text: string): Advice | undefined {
	const said = text.slice(0, MAX_LENGTH);
	return WORDINGS.find(({ says }) => says.test(said));
}

/** KIE has no such record, or not yet. Narrower than what a person is told of: tasks depend on it. */
export const saysNoRecord = (text: string): boolean =>
	/\b(record|recordInfo|task) (does not exist|not exist|not found|is null)\b/i.test(text);

/** Of a task: no reason at all. */
export const saysNothing = (text: string): boolean => /^internal error$/i.test(text);
