import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** Pictures as they are to be, half as large as they are taken. To keep new ones: `MYTHLINE_KEEP_SCREENS=1`. */
const KEPT = new URL('./kept/', import.meta.url).pathname;
export const KEEPS = process.env.MYTHLINE_KEEP_SCREENS !== undefined;

/** Pictures are compared square by square, as the mean of so many points each way. */
const SQUARE = 8;
/**
 * How far the mean of a square may be off, of 255: what is kept is half as large and a little blurred, and edges of
 * letters may be drawn by another hair's breadth elsewhere. Fonts are the program's own, and nothing moves.
 */
const NEAR = 30;
/** How many of a thousand squares may be off further, nine of a picture: two were at most; a small button is thirty. */
const MOST_OFF = 0.5;

/** How many of a thousand squares of a picture are not as in the one that is kept. */
async function off(page: Page, picture: string, kept: string): Promise<number> {
  return page.evaluate(
    async ([picture, kept, square, near]) => {
      const means = async (url: string) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        return image;
      };
      const [one, other] = [await means(picture), await means(kept)];
      const [width, height] = [Math.ceil(one.width / square), Math.ceil(one.height / square)];
      const data = [one, other].map((image) => {
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('no canvas');
        context.imageSmoothingQuality = 'high';
        context.drawImage(image, 0, 0, width, height);
        return context.getImageData(0, 0, width, height).data;
      });
      let count = 0;
      for (let at = 0; at < width * height; at += 1) {
        const far = [0, 1, 2].some(
          (channel) =>
            Math.abs((data[0]?.[at * 4 + channel] ?? 0) - (data[1]?.[at * 4 + channel] ?? 0)) > near,
        );
        if (far) count += 1;
      }
      return (1000 * count) / (width * height);
    },
    [picture, kept, SQUARE, NEAR] as const,
  );
}

/** The picture at half its size, as it is kept. */
async function halved(page: Page, picture: string): Promise<Buffer> {
  const url = await page.evaluate(async (picture) => {
    const image = new Image();
    image.src = picture;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width / 2, image.height / 2];
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/webp', 0.5);
  }, picture);
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

/**
 * Holds a picture against the one that is kept; null when it is as that. A page of its own does the comparing: the
 * window's policy lets no picture in from elsewhere.
 */
export async function unlikeKept(page: Page, taken: Buffer, name: string): Promise<string | null> {
  const bench = await page.context().newPage();
  try {
    const picture = `data:image/png;base64,${taken.toString('base64')}`;
    const file = `${KEPT}${name}.webp`;
    if (KEEPS) {
      mkdirSync(KEPT, { recursive: true });
      writeFileSync(file, await halved(bench, picture));
      return null;
    }
    if (!existsSync(file)) return `${name}: no picture is kept; look at it, then MYTHLINE_KEEP_SCREENS=1`;
    const kept = `data:image/webp;base64,${readFileSync(file).toString('base64')}`;
    const share = await off(bench, picture, kept);
    return share <= MOST_OFF ? null : `${name}: ${share.toFixed(1)} of 1000 squares are not as kept`;
  } finally {
    await bench.close();
  }
}
