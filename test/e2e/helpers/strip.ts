/** Several moments side by side, as one picture for the documentation. */
import type { Page } from './browser.ts';
import { shoot } from './browser.ts';

interface Frame {
	caption: string;
	png: Buffer;
}

export class Strip {
	private readonly frames: Frame[] = [];

	constructor(private readonly page: Page) {}

	async add(caption: string): Promise<void> {
		const png = await this.page.screenshot({ animations: 'disabled' });
		this.frames.push({ caption, png });
	}

	/** Drawn by the browser itself, in a page of its own. */
	async keep(name: string, documentedAs: string): Promise<void> {
		const sheet = await this.page.context().newPage();
		await sheet.setViewportSize({ width: 1500, height: 350 });
		const figures = this.frames.map(
			({ caption, png }, nth) =>
				`<figure><figcaption><b>${nth + 1}</b> ${caption}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
		);
		await sheet.setContent(`<style>
			body { margin: 0; padding: 12px; display: flex; gap: 12px; background: #fff; font: 17px system-ui, sans-serif; color: #222; }
			figure { flex: 1; margin: 0; }
			figcaption { margin-bottom: 8px; }
			b { display: inline-block; width: 26px; border-radius: 13px; background: #5b2be0; color: #fff; text-align: center; line-height: 26px; }
			img { width: 100%; border: 1px solid #ddd; border-radius: 6px; }
		</style>${figures.join('')}`);
		await shoot(sheet, name, documentedAs);
		await sheet.close();
	}
}
