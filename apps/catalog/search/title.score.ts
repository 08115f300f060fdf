import { titleKey } from '#datasets/matching/title-key.js';

const LEADING_ARTICLE = /^(the|an?) (?=.)/;

/** A title that holds all the words asked for is worth at least this much: as much as a plot that fits very well. */
const MIN = 0.6;
/** What counts of the cover when the last word is only the beginning of one of the title's. */
const UNFINISHED = 0.5;

/**
 * How well words fit a movie's title, knowing that all of them occur in it:
 * 0.6 + 0.4 · (letters asked for / letters of the title), with half of the second part when the last word is unfinished;
 * the best over all the titles a movie has, with and without a leading article.
 *
 * @param titleKeys  the keys the movie is known by
 * @returns 0.6–1; 1 is the whole title
 */
export function titleScore(query: string, titleKeys: readonly string[]): number {
  const asked = titleKey(query);
  const covers = titleKeys
    .flatMap((key) => [key, key.replace(LEADING_ARTICLE, '')])
    .map((key) => cover(asked, key));
  return MIN + (1 - MIN) * Math.max(0, ...covers);
}

/** 0–1; 0 when the title does not hold all the words. */
function cover(asked: string, key: string): number {
  const words = key.split(' ');
  const whole = asked.split(' ').every((word) => words.includes(word));
  const begun = asked.split(' ').every((word) => words.some((other) => other.startsWith(word)));
  const part = Math.min(1, asked.length / key.length);
  return whole ? part : begun ? UNFINISHED * part : 0;
}
