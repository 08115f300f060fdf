import { createHash } from 'node:crypto';

const DIGITS = 10;

/**
 * A number that stands for a title and a year, so that two files can be compared by titles that neither has to hold. Among
 * ten thousand titles the chance that any two share one is below a ten-thousandth.
 *
 * @param key  of titleKey()
 * @returns ten hexadecimal digits
 */
export function titleFingerprint(key: string, year: number): string {
  return createHash('sha256').update(`${key}|${year}`).digest('hex').slice(0, DIGITS);
}
