/** How grave a line of a log is; the last is the gravest. */
export const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type Level = (typeof LEVELS)[number];

/** A line of a log, cut where its level ends. */
export interface LogLine {
  time: string;
  level: Level;
  said: string;
}

const LINE = /^(\S+)\s+(TRACE|DEBUG|INFO|WARN|ERROR)\s+(.*)$/;

/** Reads a line as the program writes it: a time, a level, what is said. Null for what goes on from the line before. */
export function logLine(text: string): LogLine | null {
  const found = LINE.exec(text);
  if (!found) return null;
  const [, time = '', level = '', said = ''] = found;
  return { time, level: level === 'TRACE' ? 'DEBUG' : (level as Level), said };
}

/** Which lines of a log are at least so grave; what goes on from a line goes with it. */
export function atLeast(lines: readonly string[], least: Level): boolean[] {
  let shown = true;
  return lines.map((text) => {
    const line = logLine(text);
    if (line !== null) shown = LEVELS.indexOf(line.level) >= LEVELS.indexOf(least);
    return shown;
  });
}
