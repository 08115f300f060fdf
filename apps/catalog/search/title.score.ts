import { titleKey, withoutArticle } from '#datasets/matching/title-key.js';

/** The score of any title with all the words: as high as that of a plot that fits very well. */
const MIN_SCORE = 0.6;
/** Applies to the coverage when a word is only the beginning of one of the title's. */
const UNFINISHED_FACTOR = 0.5;

/**
 * How well a query fits a movie whose title contains all its words:
 * 0.6 + 0.4 · (letters of the query / letters of the title), with half of the second part when a word is unfinished;
 * the best over all the movie's titles, with and without a leading article.
 *
 * @param titleKeys  the keys of the movie's titles
 * @returns 0.6–1; 1 for the whole title
 */
export function titleScore(query: string, titleKeys: readonly string[]): number {
  const asked = titleKey(query);
  const coverages = titleKeys.flatMap((key) => [key, withoutArticle(key)]).map((key) => coverage(asked, key));
  return MIN_SCORE + (1 - MIN_SCORE) * Math.max(0, ...coverages);
}

/** 0–1; 0 when the title does not contain all the words. */
function coverage(asked: string, key: string): number {
  const words = key.split(' ');
  const whole = asked.split(' ').every((word) => words.includes(word));
  const begun = asked.split(' ').every((word) => words.some((other) => other.startsWith(word)));
  const part = Math.min(1, asked.length / key.length);
  return whole ? part : begun ? UNFINISHED_FACTOR * part : 0;
}
