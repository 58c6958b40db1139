import type { HtmlTagDescriptor, Plugin } from 'vite';

/** The fonts of the first picture: asked for with the page, they are there when it is drawn. */
const FIRST = [/literata-latin-opsz-normal/, /hyperlegible-next-latin-wght-normal/];

/** Has the page ask for its first fonts at once, and not when the styles have been read. */
export function fontsFirst(): Plugin {
  return {
    name: 'fonts-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }): HtmlTagDescriptor[] {
        const files = Object.keys(bundle ?? {});
        return FIRST.map((font) => {
          const file = files.find((name) => font.test(name));
          if (file === undefined) throw new Error(`no font matches ${String(font)}`);
          const attrs = {
            rel: 'preload',
            as: 'font',
            type: 'font/woff2',
            href: `/${file}`,
            crossorigin: true,
          };
          return { tag: 'link', attrs, injectTo: 'head' };
        });
      },
    },
  };
}
