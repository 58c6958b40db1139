import type { JobFile } from '$lib/bridge/generated/protocol';

/** Files under the folder that they share. */
export interface Folder {
  path: string;
  files: { file: JobFile; name: string }[];
}

const UUID_TAIL = /([0-9a-f]{8}-)[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=\/)/g;

/** The job's files as a tree of two levels: the story's folder and the program's own. */
export function folders(files: readonly JobFile[]): Folder[] {
  const all: Folder[] = [];
  for (const file of files) {
    const parts = file.path.split('/');
    const depth = parts[0] === 'output' ? 2 : 1;
    const path = parts.slice(0, depth).join('/') + '/';
    // An id in the middle says little; the whole path stands above the text.
    const name = parts.slice(depth).join('/').replace(UUID_TAIL, '$1…');
    const folder = all.find((each) => each.path === path);
    if (folder) folder.files.push({ file, name });
    else all.push({ path, files: [{ file, name }] });
  }
  return all;
}

/** A line of JSON cut in three: what is before a key, the key, the rest. */
export function jsonKey(line: string): [string, string, string] | null {
  const found = /^(\s*)("(?:[^"\\]|\\.)*")(\s*:.*)$/.exec(line);
  return found ? [found[1] ?? '', found[2] ?? '', found[3] ?? ''] : null;
}

/** The numbers of the lines that were not there before. */
export function changedLines(before: readonly string[], after: readonly string[]): Set<number> {
  const had = new Map<string, number>();
  for (const line of before) had.set(line, (had.get(line) ?? 0) + 1);
  const changed = new Set<number>();
  after.forEach((line, index) => {
    const left = had.get(line) ?? 0;
    if (left > 0) had.set(line, left - 1);
    else changed.add(index);
  });
  return changed;
}
