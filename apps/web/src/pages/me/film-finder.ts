import type { MovieCard } from '../../api/client';

/** A movie of one of my lists, and what it can be found and sorted by. */
export interface Entry {
  movie: MovieCard;
  /** When it came onto the list; ISO 8601. */
  added: string;
  stars?: number;
  /** The days it was watched, ascending. */
  watched?: readonly string[];
  /** How well it suits me, 0–1: of what I have not seen. */
  match?: number;
}

/** What is wanted of a list. Left out, everything is. */
export interface Wanted {
  /** In the title: every word, in any order, accents or not. */
  q?: string;
  genre?: string;
  /** 1990 for the nineties. */
  decade?: number;
  length?: Length;
  /** These stars or more. */
  stars?: number;
}

/** In minutes, both included. */
export const LENGTHS = {
  short: { from: 1, to: 90 },
  medium: { from: 91, to: 120 },
  long: { from: 121, to: Infinity },
} as const;
export type Length = keyof typeof LENGTHS;

type Compare = (a: Entry, b: Entry) => number;

/** Unknown values come last, and equal ones as they came onto the list, the latest first. */
const by =
  (valueOf: (entry: Entry) => string | number | undefined, direction: 1 | -1): Compare =>
  (a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === undefined || other === undefined)
      return Number(one === undefined) - Number(other === undefined) || newest(a, b);
    const order = typeof one === 'number' ? one - Number(other) : one.localeCompare(String(other));
    return direction * order || newest(a, b);
  };
const newest: Compare = (a, b) => b.added.localeCompare(a.added);

export const SORTS = {
  newest: newest,
  oldest: (a: Entry, b: Entry) => -newest(a, b),
  match: by(({ match }) => match, -1),
  watched: by(({ watched }) => watched?.at(-1), -1),
  best: by(({ stars }) => stars, -1),
  worst: by(({ stars }) => stars, 1),
  title: by(({ movie }) => movie.title, 1),
  year: by(({ movie }) => movie.year, -1),
  shortest: by(({ movie }) => movie.runtime, 1),
  longest: by(({ movie }) => movie.runtime, -1),
} satisfies Record<string, Compare>;
export type Sort = keyof typeof SORTS;

/** The entries that are wanted, sorted. */
export function found<E extends Entry>(entries: readonly E[], wanted: Wanted, sort: Sort): E[] {
  const words = plain(wanted.q ?? '')
    .split(/\s+/u)
    .filter(Boolean);
  const length = wanted.length && LENGTHS[wanted.length];
  return entries
    .filter(({ movie, stars }) => {
      const title = plain(movie.title);
      return (
        words.every((word) => title.includes(word)) &&
        (wanted.genre === undefined || movie.genres.includes(wanted.genre)) &&
        (wanted.decade === undefined || decadeOf(movie) === wanted.decade) &&
        (!length ||
          (movie.runtime !== undefined && movie.runtime >= length.from && movie.runtime <= length.to)) &&
        (wanted.stars === undefined || (stars ?? 0) >= wanted.stars)
      );
    })
    .sort(SORTS[sort]);
}

/** What there is to choose from in a list. */
export function choices(entries: readonly Entry[]): { genres: string[]; decades: number[] } {
  return {
    genres: [...new Set(entries.flatMap(({ movie }) => movie.genres))].sort(),
    decades: [...new Set(entries.flatMap(({ movie }) => decadeOf(movie) ?? []))].sort((a, b) => b - a),
  };
}

const decadeOf = ({ year }: MovieCard) => (year === undefined ? undefined : year - (year % 10));

/** Without accents, and in small letters. */
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
