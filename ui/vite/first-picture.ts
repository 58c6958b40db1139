import type { HtmlTagDescriptor, Plugin } from 'vite';

/** The fonts of the first picture. */
const FONTS = [/literata-latin-opsz-normal/, /hyperlegible-next-latin-wght-normal/];
/** The module that draws it; `main` asks for it only when the jobs have been asked for. */
const DRAWS = 'show';

/**
 * Has the page ask at once for all that its first picture needs: the fonts before the styles are read, the
 * modules before those are read that name them.
 */
export function firstPicture(): Plugin {
  return {
    name: 'first-picture',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }): HtmlTagDescriptor[] {
        const fonts = FONTS.map((font) => {
          const file = Object.keys(bundle).find((name) => font.test(name));
          if (file === undefined) throw new Error(`no font matches ${String(font)}`);
          return link(file, { rel: 'preload', as: 'font', type: 'font/woff2' });
        });
        const draws = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === DRAWS);
        if (draws?.type !== 'chunk') throw new Error(`there is no module ${DRAWS}`);
        const modules = [...draws.imports, draws.fileName].map((file) =>
          link(file, { rel: 'modulepreload' }),
        );
        return [...fonts, ...modules];
      },
    },
  };
}

function link(file: string, attrs: Record<string, string>): HtmlTagDescriptor {
  return { tag: 'link', attrs: { ...attrs, href: `/${file}`, crossorigin: true }, injectTo: 'head' };
}
