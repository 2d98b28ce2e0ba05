export const LATER = 'This usually passes. Try again in a few minutes.';

export const RETRY_ON_FAIL =
	'Turn on Retry On Fail in the node settings to have it tried again by itself.';
