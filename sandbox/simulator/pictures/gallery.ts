import { drawPicture } from './draw.ts';
import type { PictureSpec } from './draw.ts';

const roomBytes = 64 * 1024 * 1024;

/** Draws pictures when they are first asked for and keeps the latest ones. */
export class Gallery {
	readonly #kept = new Map<string, Promise<Buffer>>();
	readonly #sizes = new Map<string, number>();

	picture(id: string, spec: PictureSpec): Promise<Buffer> {
		const drawn = this.#kept.get(id) ?? drawPicture(spec);
		// Asked for last, forgotten last.
		this.#kept.delete(id);
		this.#kept.set(id, drawn);
		void drawn.then(
			(bytes) => this.#weigh(id, bytes.length),
			() => this.#forget(id),
		);
		return drawn;
	}

	clear(): void {
		this.#kept.clear();
		this.#sizes.clear();
	}

	#weigh(id: string, bytes: number): void {
		if (!this.#kept.has(id)) return;
		this.#sizes.set(id, bytes);
		let total = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
		for (const oldest of this.#kept.keys()) {
			if (total <= roomBytes || oldest === id) return;
			total -= this.#sizes.get(oldest) ?? 0;
			this.#forget(oldest);
		}
	}

	#forget(id: string): void {
		this.#kept.delete(id);
		this.#sizes.delete(id);
	}
}
