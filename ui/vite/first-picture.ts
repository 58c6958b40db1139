import type { HtmlTagDescriptor, Plugin } from 'vite';

interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

/** The fonts of the first picture. */
const FONTS = [
  /literata-latin-opsz-normal/,
  /hyperlegible-next-latin-wght-normal/,
  /hyperlegible-mono-latin-wght-normal/,
];
/** Its code, and the file by which the page asks for it. */
const CODE = [/assets\/first-/, /assets\/show-/];

/**
 * Names the file of each module that the first picture needs: what asks for the jobs, and what draws them.
 * Each file is a way through the program of its own, while the window's processes are still starting.
 */
export function firstFiles(): (id: string, graph: Graph) => string | null {
  const ahead = new Set<string>();
  const first = new Set<string>();
  return (id, graph) => {
    if (id.endsWith('/src/main.ts')) reach(id, graph, ahead);
    if (id.endsWith('/src/show.ts')) reach(id, graph, first);
    if (ahead.has(id)) return 'ahead';
    return first.has(id) ? 'first' : null;
  };
}

function reach(id: string, graph: Graph, reached: Set<string>): void {
  if (reached.has(id)) return;
  reached.add(id);
  for (const next of graph.getModuleInfo(id)?.importedIds ?? []) reach(next, graph, reached);
}

/** Has the page ask at once for all that its first picture needs: before what names it is read. */
export function firstPicture(): Plugin {
  return {
    name: 'first-picture',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }): HtmlTagDescriptor[] {
        const named = (pattern: RegExp) => {
          const file = Object.keys(bundle).find((name) => pattern.test(name));
          if (file === undefined) throw new Error(`no file matches ${String(pattern)}`);
          return file;
        };
        const font = { rel: 'preload', as: 'font', type: 'font/woff2' };
        return [
          ...CODE.map((each) => link(named(each), { rel: 'modulepreload' })),
          ...FONTS.map((each) => link(named(each), font)),
        ];
      },
    },
  };
}

function link(file: string, attrs: Record<string, string>): HtmlTagDescriptor {
  return { tag: 'link', attrs: { ...attrs, href: `/${file}`, crossorigin: true }, injectTo: 'head' };
}
