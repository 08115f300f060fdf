import { once } from './format';

/** "28 Nov 2026", where this browser is. @param time ISO 8601 */
export const day = (time: string) =>
  once('day', (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })).format(new Date(time));

/** A day that is the same everywhere. @param date as in 2026-11-28 */
export const calendarDay = (date: string) =>
  once(
    'calendar day',
    (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }),
  ).format(new Date(`${date}T00:00:00Z`));

/** "28 Nov 2026, 20:15" @param time ISO 8601 */
export const moment = (time: string) =>
  once(
    'moment',
    (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  ).format(new Date(time));

/** "Drama, Comedy and Horror" */
export const list = (parts: readonly string[]) =>
  once('list', (locale) => new Intl.ListFormat(locale)).format(parts);

/** "1 hr 52 min" @param minutes of a movie */
export function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 && unit(hours, 'hour'), (rest > 0 || hours === 0) && unit(rest, 'minute')]
    .filter(Boolean)
    .join(' ');
}

/** "112 minutes" */
export const minutes = (value: number) => unit(value, 'minute', 'long');

const unit = (value: number, name: 'hour' | 'minute', display: 'short' | 'long' = 'short') =>
  once(
    `${name} ${display}`,
    (locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: display }),
  ).format(value);

/** What a country is called; codes that are no country's any more are said as they are. */
export const countryName = (code: string) => nameOf('region', code);

/** What a language is called. */
export const languageName = (code: string) => nameOf('language', code);

function nameOf(type: 'region' | 'language', code: string): string {
  try {
    return once(type, (locale) => new Intl.DisplayNames(locale, { type })).of(code) ?? code;
  } catch {
    return code;
  }
}
