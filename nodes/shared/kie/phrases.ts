export const LATER = 'This is usually temporary. Try again in a few minutes.';

export const RETRY_ON_FAIL =
	"Turn on 'Retry On Fail' in the node settings so that n8n retries automatically.";
