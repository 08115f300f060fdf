import { AppError } from '#contracts/protocol/app.error.js';
import { titleKey, withoutArticle } from '#datasets/matching/title-key.js';

/** A query has no more words than this; what comes after them tells nothing new. */
const MAX_WORDS = 12;
/** A word of a title is told by as many letters. */
export const MAX_WORD_LENGTH = 24;
/** Initials of fewer words are words of their own: "up", "it". */
const MIN_INITIALS = 3;

const NUMBERS = new Map(
  [
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
    '- i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx',
  ].flatMap((words) => words.split(' ').map((word, number): [string, string] => [word, String(number)])),
);

/** @throws AppError `validation_failed` for blanks */
export function requireWords(q: string): void {
  if (q.trim() !== '') return;
  const message = 'q must say what to search for';
  throw new AppError('validation_failed', message, [{ path: 'q', message }]);
}

/** The words of a query as the keys of titles have them. */
export function queryWords(query: string): string[] {
  const words = titleKey(query)
    .split(' ')
    .filter((word) => word !== '');
  return words.slice(0, MAX_WORDS).map((word) => word.slice(0, MAX_WORD_LENGTH));
}

/** "seven" and "vii" are "7"; any other word is itself. */
export function inDigits(word: string): string {
  return NUMBERS.get(word) ?? word;
}

/** A key whose numbers are digits: "rocky ii" and "rocky two" → "rocky 2". */
export function keyInDigits(key: string): string {
  return key.split(' ').map(inDigits).join(' ');
}

/** A key without its blanks, which is how "Spider-Man" and "spiderman" are one. */
export function joinedKey(key: string): string {
  return key.replaceAll(' ', '');
}

/** A key as it may be joined: with its article and without, with numbers in words and in digits. */
export function joinedKeys(key: string): string[] {
  return [key, withoutArticle(key), keyInDigits(key)].map(joinedKey);
}

/**
 * What people call a title for short: the first letters of its words, up to where the subtitle begins, with and without the
 * article ("The Lord of the Rings: The Two Towers" → "tlotr", "lotr"). None for titles of fewer than three words.
 */
export function initialsOf(title: string): string[] {
  const parts = [title, title.split(/:| [-–—] /u)[0]].map(titleKey);
  const initials = parts
    .flatMap((key) => [key, withoutArticle(key)])
    .map((key) => key.split(' '))
    .filter((words) => words.length >= MIN_INITIALS)
    .map((words) =>
      words
        .slice(0, MAX_WORDS)
        .map(([letter]) => letter)
        .join(''),
    );
  return [...new Set(initials)];
}
