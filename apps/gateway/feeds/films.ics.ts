import { isNewRelease } from '#contracts/catalog/new.release.js';
import type { RecommendationPage } from '../http/responses.js';
import ical from 'ical-generator';
import { clean, type FeedHead } from './films.rss.js';

/** How often a calendar is to look again, in seconds. */
const LOOK_AGAIN_SECONDS = 6 * 3600;

/**
 * Films that have just come out, or soon will, as iCalendar (RFC 5545): a whole day each, with the reasons. A film keeps its
 * UID, so that it moves where its day does; one whose day nobody knows has no place.
 */
export function filmsIcs(
  head: Omit<FeedHead, 'language'>,
  { items, generatedAt }: RecommendationPage,
  now = new Date(),
): string {
  const { title, description, origin } = head;
  const calendar = ical({
    name: title,
    description,
    prodId: { company: 'movie-recommender', product: 'films', language: 'EN' },
    ttl: LOOK_AGAIN_SECONDS,
  });
  for (const { movie, predictedRating, reasons } of items) {
    if (movie.releaseDate === undefined || !isNewRelease(movie, now)) continue;
    const words = [`${predictedRating.toFixed(1)} ★`, ...reasons.map(({ text }) => text)];
    calendar.createEvent({
      id: `film-${movie.id}@movie-recommender`,
      start: new Date(`${movie.releaseDate}T00:00:00Z`),
      timezone: 'UTC',
      allDay: true,
      // Of the list, and not of the moment, so that the same list is the same calendar.
      stamp: new Date(generatedAt),
      summary: clean(movie.title),
      description: clean(words.join('\n')),
      url: `${origin}/movies/${movie.id}`,
    });
  }
  return calendar.toString();
}
