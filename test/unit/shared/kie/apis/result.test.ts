import { expect, test } from 'vitest';
import { firstUrls } from '../../../../../nodes/shared/kie/apis/result.ts';

test('firstUrls takes the first of its lists that holds a URL', () => {
	expect(firstUrls(null, [], [''], 'none', ['https://a/1', 7, 'https://a/2'], 'https://b')).toEqual(
		['https://a/1', 'https://a/2'],
	);
	expect(firstUrls(undefined, 'HTTP://a/1')).toEqual(['HTTP://a/1']);
	expect(firstUrls('data:image/png;base64,AAAA', ['ftp://a'], 'https://')).toEqual([]);
	expect(firstUrls('null', '["null"]', '[{"url":"https://a/1"},"https://a/2"]')).toEqual([
		'https://a/1',
		'https://a/2',
	]);
});
