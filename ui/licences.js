/**
 * Checks that what is shipped with the window may be: every package that `dependencies` bring, with the
 * licence it names. Run by `npm run check:licences`.
 */
import { readFileSync } from 'node:fs';

const ALLOWED = new Set([
  'MIT',
  'Apache-2.0',
  'OFL-1.1',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'MIT-0',
]);

/** Whether one of the licences offered, or all that are asked, are allowed. */
function allowed(expression) {
  return expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one.trim())));
}

const lock = JSON.parse(readFileSync(new URL('./package-lock.json', import.meta.url), 'utf8'));
const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);
const refused = shipped.filter(([, { license }]) => !allowed(license ?? ''));
for (const [path, { license }] of refused) console.error(`${path}: ${license ?? 'no licence named'}`);
console.log(`${shipped.length} packages shipped, ${refused.length} with a licence that is not allowed`);
process.exitCode = refused.length > 0 ? 1 : 0;
