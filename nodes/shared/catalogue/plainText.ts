/**
 * A text of KIE's for the editor: on one line, and not so long that it hides the rest. Workflows save
 * what the editor was given, and n8n would run as an expression what begins with an equals sign.
 */
export function plainText(value: unknown, maxLength: number): string {
	if (typeof value !== 'string') return '';
	const line = value
		.slice(0, maxLength * 4)
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.replace(/^[\s=]+|\s+$/g, '');
	const letters = [...line];
	return letters.length > maxLength ? `${letters.slice(0, maxLength - 1).join('')}…` : line;
}

/** Whether n8n would take a saved text for an expression. */
export const isExpression = (text: string): boolean => text.startsWith('=');
