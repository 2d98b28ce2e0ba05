import { tryIn } from './tryIn.ts';

tryIn(new URL('../../sandbox/n8n/', import.meta.url));
