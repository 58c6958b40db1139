import type { Page } from 'playwright-core';

/** What axe does not look at: borders of controls and the parts of the thread, each against what is behind it. */
export async function faint(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const LEAST = 3;
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('no canvas');

    type Colour = readonly [number, number, number, number];
    const read = (css: string): Colour => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = css;
      context.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const luminance = ([r, g, b]: Colour) => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const contrast = (one: Colour, other: Colour) => {
      const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
      return (high + 0.05) / (low + 0.05);
    };
    const groundOf = (element: Element | null): Colour => {
      for (let at = element; at !== null; at = at.parentElement) {
        const colour = read(getComputedStyle(at).backgroundColor);
        if (colour[3] === 1) return colour;
      }
      return read('white');
    };
    const seen = (element: Element) =>
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
    const called = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30) ?? ''}`;

    const found: string[] = [];
    const hold = (element: Element, what: string, css: string, ground: Colour) => {
      const colour = read(css);
      if (colour[3] === 0) return;
      const ratio = contrast(colour, ground);
      if (ratio < LEAST) found.push(`${what} ${ratio.toFixed(2)}: ${called(element)}`);
    };
    for (const control of document.querySelectorAll('button, input, select, textarea')) {
      const style = getComputedStyle(control);
      const bordered = parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none';
      if (!bordered || control.matches(':disabled') || !seen(control)) continue;
      hold(control, 'border', style.borderTopColor, groundOf(control.parentElement));
    }
    for (const part of document.querySelectorAll('[role=progressbar] circle, [role=progressbar] .ink')) {
      if (!seen(part)) continue;
      const style = getComputedStyle(part);
      const drawn = style.stroke === 'none' ? style.fill : style.stroke;
      hold(part, 'thread', drawn, groundOf(part.closest('[role=progressbar]')));
    }
    return found;
  });
}
