/** Whether a text can be KIE's name of a model. It becomes part of a path, so it must not lead elsewhere. */
export function isModelId(text: string): boolean {
	if (text.length > 200 || !/^[\w.-]+(\/[\w.-]+)*$/.test(text)) return false;
	return !text.split('/').some((part) => /^\.+$/.test(part));
}
