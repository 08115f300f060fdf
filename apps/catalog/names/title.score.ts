import { titleKey, withoutArticle } from '#datasets/matching/title-key.js';
import { joinedKey, keyInDigits } from './name.words.js';

/** The score of any title with all the words: as high as that of a plot that fits very well. */
const MIN_SCORE = 0.6;
/** Applies to the coverage when a word is only the beginning of one of the title's, or has no blank before it. */
const UNFINISHED_FACTOR = 0.5;
/** The whole title, but for its blanks: "walle". */
const JOINED_SCORE = 0.97;
/** Initials are what people say of one film, more often than they are a word of another: "lotr". */
const INITIALS_SCORE = 0.85;
/** How much of the score between two steps is how well known the movie is; the rest is how much of its title was typed. */
const POPULARITY_SHARE = 0.4;
/** The score of a title with mistyped words lies between this and {@link MIN_SCORE}. */
const MIN_MISTYPED_SCORE = 0.3;

/** How a title was found. */
export interface TitleFit {
  /** How well known the movie is, 0 to 1. */
  weight?: number;
  /** How alike the words are, 0 to 1. */
  quality?: number;
  byInitials?: boolean;
}

/**
 * How well a query fits a movie's titles, the best over all of them, with and without a leading article; numbers in words,
 * in Roman and in Arabic numerals are one. The whole title is 1, without its blanks 0.97, its initials 0.85 and more. A
 * title with all the words is 0.6 + 0.4 · s, one with mistyped words 0.3 + 0.3 · s · quality, where
 *
 *     s = 0.6 · (letters of the query / letters of the title) + 0.4 · weight
 *
 * with half of the letters when a word is unfinished.
 *
 * @param titleKeys  the keys of the movie's titles
 * @returns 0.3–1; only the whole title is 1
 */
export function titleScore(
  query: string,
  titleKeys: readonly string[],
  { weight = 0, quality = 1, byInitials = false }: TitleFit = {},
): number {
  const asked = keyInDigits(titleKey(query));
  const keys = titleKeys.flatMap((key) => [key, withoutArticle(key)]).map(keyInDigits);
  const covered = Math.max(0, ...keys.map((key) => coverage(asked, key)));
  const share = (part: number) => (1 - POPULARITY_SHARE) * part + POPULARITY_SHARE * weight;
  if (covered === 1) return 1;
  if (keys.some((key) => joinedKey(key) === joinedKey(withoutArticle(asked)))) return JOINED_SCORE;
  if (byInitials) return INITIALS_SCORE + (JOINED_SCORE - INITIALS_SCORE) * share(covered);
  if (covered > 0) return MIN_SCORE + (1 - MIN_SCORE) * share(covered);
  const alike = Math.max(...keys.map((key) => Math.min(1, asked.length / key.length)));
  return MIN_MISTYPED_SCORE + (MIN_SCORE - MIN_MISTYPED_SCORE) * quality * share(alike);
}

/** 0–1; 0 when the title does not contain all the words, 1 only for the whole title. */
function coverage(asked: string, key: string): number {
  if (asked === key) return 1;
  const words = key.split(' ');
  const part = Math.min(0.99, asked.length / key.length);
  if (asked.split(' ').every((word) => words.includes(word))) return part;
  const begun = asked.split(' ').every((word) => words.some((other) => other.startsWith(word)));
  return begun || joinedKey(key).startsWith(joinedKey(asked)) ? UNFINISHED_FACTOR * part : 0;
}
