import { ARTICLES } from './articles.js';

/** Catalogues move them behind a title: "Matrix, The", "Avventura, L'", "Boot, Das". */
const articles = new Set(Object.values(ARTICLES).flat());

/**
 * A title with its article where it is spoken: "Matrix, The" → "The Matrix", "Avventura, L'" → "L'Avventura".
 * Anything else comes back trimmed and otherwise unchanged.
 */
export function articleToFront(title: string): string {
  const trimmed = title.trim();
  const comma = trimmed.lastIndexOf(',');
  const [rest, last] = [trimmed.slice(0, Math.max(comma, 0)), trimmed.slice(comma + 1).trim()];
  const moved = /\S$/u.test(rest.slice(-2)) && articles.has(last.toLowerCase().replace(/[’´`]/u, "'"));
  if (!moved) return trimmed;
  return /['’´`]$/u.test(last) ? last + rest : `${last} ${rest}`;
}

/** Letters that Unicode takes for letters of their own, and two that share their capitals with others: ı and ς. */
const plainLetters: Record<string, string> = { ø: 'o', ł: 'l', æ: 'ae', ß: 'ss', ı: 'i', ς: 'σ' };

/**
 * What two spellings of one title have in common: article to the front; case, accents and punctuation folded;
 * "&" read as "and". Two movies may share a key: compare the year as well.
 *
 * @returns lower-case words separated by one space; empty when the title has neither letters nor digits
 */
export function titleKey(title: string): string {
  // An acute accent for an apostrophe is replaced first: NFKD makes a space of it.
  return articleToFront(title)
    .replace(/´/gu, "'")
    .replace(/(\d)([¼½¾⅓⅔])/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[øłæßıς]/gu, (letter) => plainLetters[letter])
    .replace(/&/gu, ' and ')
    .replace(/['’`.]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A title key without its leading English article, unless the article is all there is. */
export function withoutArticle(key: string): string {
  return key.replace(/^(the|an?) (?=.)/, '');
}

/** No title has more names of its own; what has is no title, and each would be looked for. */
const mostKeys = 10;

/**
 * Every key a catalogue title may be known by, the likeliest first: the whole title, the title without its brackets,
 * and each alternative title in brackets ("Seven (a.k.a. Se7en)" → "seven a k a se7en", "seven", "se7en").
 */
export function titleKeys(title: string): string[] {
  // One space for many first: a pattern that begins with any number of them takes their square in time.
  const spaced = title.replace(/\s+/gu, ' ');
  const main = spaced.replace(/ ?\([^()]*\)/gu, '');
  const inBrackets = [...spaced.matchAll(/\(([^()]*)\)/gu)].map(([, text]) =>
    text.replace(/^a\.?k\.?a\.?\s*/iu, ''),
  );
  const keys = [spaced, main, ...inBrackets.slice(0, mostKeys)].map(titleKey).filter((key) => key !== '');
  return [...new Set(keys)];
}

const trailingYear = /^(.*\S)\s*\((\d{4})(?:[-–]\d{0,4})?\)\s*$/su;

/** Splits MovieLens's "Heat (1995)" into title and year; without a year at its end the title comes back whole. */
export function splitTitleAndYear(text: string): { title: string; year?: number } {
  const [, title, year] = trailingYear.exec(text) ?? [];
  return title === undefined ? { title: text.trim() } : { title, year: Number(year) };
}
