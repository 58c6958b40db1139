/** The next time, after now, that the clock shows `23:30`; null for what is no time of day. */
export function nextTime(shown: string, now: number): number | null {
  const asked = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(shown.trim());
  if (asked === null) return null;
  const on = (day: number) => new Date(now + day).setHours(Number(asked[1]), Number(asked[2]), 0, 0);
  return on(0) > now ? on(0) : on(DAY);
}

const DAY = 24 * 60 * 60 * 1000;
