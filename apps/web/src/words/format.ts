import { language, locale } from './language';

/** Makers of formats are dear, so each is kept for as long as the locale stays. */
const made = new Map<string, unknown>();

export function once<Format>(kind: string, make: (locale: string) => Format): Format {
  const key = `${locale()} ${kind}`;
  if (!made.has(key)) made.set(key, make(locale()));
  return made.get(key) as Format;
}

/** "1,204" */
export const number = (value: number) =>
  once('number', (locale) => new Intl.NumberFormat(locale)).format(value);

/** "4.0": stars and means of them, to the tenth. */
export const tenth = (value: number) =>
  once(
    'tenth',
    (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  ).format(value);

/** @param share 0 … 1 @param digits after the point */
export const percent = (share: number, digits = 0) =>
  once(
    `percent ${digits}`,
    (locale) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  ).format(share);

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The form of a number in this language: "film", "films". */
export const plural = (count: number, forms: Forms) =>
  forms[once(`plural ${language()}`, () => new Intl.PluralRules(language())).select(count)] ?? forms.other;

/** The number and what is counted: "1 film", "1,204 films". */
export const counted = (count: number, one: string, other: string) =>
  `${number(count)} ${plural(count, { one, other })}`;
