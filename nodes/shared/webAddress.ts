/** Whether a text is the address of something on the web: http or https, and well formed. */
export function isWebAddress(text: string): boolean {
	return /^https?:\/\//i.test(text) && URL.canParse(text);
}
