import { tryIn } from './tryIn.ts';

tryIn(new URL('./2.0/', import.meta.url));
