/** Numbers, times and lengths of time in the words of one language. */
export type Format = ReturnType<typeof createFormat>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function createFormat(locale: string) {
  const numbers = once(() => new Intl.NumberFormat(locale));
  const decimals = once(
    () => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  );
  const times = once(() => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }));
  const weekdays = once(() => new Intl.DateTimeFormat(locale, { weekday: 'long' }));
  const dates = once(
    () => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
  );
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const plurals = once(() => new Intl.PluralRules(locale));
  const lists = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }));

  /** Whole days between the calendar days of two moments. */
  function daysBetween(then: number, now: number): number {
    const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
    return Math.round((midnight(now) - midnight(then)) / DAY);
  }

  return {
    locale,
    number: (value: number) => numbers().format(value),
    /** `10:42`, in the way of the locale. */
    time: (ms: number) => times().format(ms),
    list: (items: string[]) => lists().format(items),

    /** Chooses the form for a count; `#` in it becomes the number. */
    plural(count: number, forms: { one: string; other: string }): string {
      const form = plurals().select(count) === 'one' ? forms.one : forms.other;
      return form.replace('#', numbers().format(count));
    },

    /** `3.9 KB`, `1.1 GB`: a thousand bytes to the KB, as file managers count. */
    bytes(count: number): string {
      if (count < 1000) return `${numbers().format(count)} B`;
      const [unit, name] = unitOf(count);
      return `${decimals().format(count / unit)} ${name}`;
    },

    /** A part of so many bytes, in the same unit and without its name: `1.0` of `2.5 GB`. */
    bytesIn: (whole: number, part: number) => decimals().format(part / unitOf(whole)[0]),

    /** A day near now: `today`, `tomorrow`, `yesterday`, a weekday, or the date. */
    day(ms: number, now: number): string {
      const days = daysBetween(ms, now);
      if (days >= -1 && days <= 1) return relative().format(-days, 'day');
      return days > 1 && days < 7 ? weekdays().format(ms) : dates().format(ms);
    },

    /** The time of today, or the day and the time. */
    moment(ms: number, now: number): string {
      return daysBetween(ms, now) === 0 ? times().format(ms) : `${this.day(ms, now)}, ${times().format(ms)}`;
    },

    /** Less than a minute, to a tenth of a second: `0.4 s`. */
    seconds: (ms: number) => `${decimals().format(ms / 1000)} s`,

    /** Seconds or minutes or hours, whole: `2 s`, `4 min`, `3 h`. */
    span(ms: number): string {
      const seconds = Math.max(0, Math.round(ms / 1000));
      if (seconds < 60) return `${numbers().format(seconds)} s`;
      if (seconds < 90 * 60) return `${numbers().format(Math.round(seconds / 60))} min`;
      return `${numbers().format(Math.round(seconds / 3600))} h`;
    },
  };
}

function unitOf(bytes: number): [number, string] {
  return bytes < 1e6 ? [1e3, 'KB'] : bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
}

/** Makes a thing when it is first wanted: each of these costs milliseconds, and a start needs few. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
