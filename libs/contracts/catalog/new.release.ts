import type { MovieCard } from './movie.js';

const DAY_MS = 24 * 3600 * 1000;
/** Before and after its first day, a movie is new for so many days. */
const NEW_FOR_DAYS = 30;
const COMING_DAYS = 180;

/** Whether a movie has just come out, or soon will: by its day, and where only its year is known, in that year. */
export function isNewRelease(
  { releaseDate, year }: Pick<MovieCard, 'releaseDate' | 'year'>,
  now = new Date(),
): boolean {
  if (releaseDate === undefined) return year === now.getUTCFullYear();
  const days = (Date.parse(releaseDate) - now.getTime()) / DAY_MS;
  return days > -NEW_FOR_DAYS - 1 && days <= COMING_DAYS;
}
