import { tryIn } from './tryIn.ts';

tryIn(new URL('./1.123/', import.meta.url));
