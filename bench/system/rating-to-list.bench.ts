import { FilmLover } from '../../test/support/system/film-lover.js';
import { Announcements } from '../load/announcements.js';
import { popularMovies } from '../load/popular.movies.js';
import { type Measurement, ms, quantile } from '../results/measurement.js';

const SAVES = 200;

export async function ratingToList(api: string): Promise<Measurement[]> {
  const times = await timesToList(api);
  return [
    { what: `rating sent → new list announced, median of ${SAVES} saves`, value: ms(quantile(times, 0.5)) },
    { what: 'the same, p99', value: ms(quantile(times, 0.99)) },
  ];
}

/** From `PUT /me/ratings` being sent to the SSE event of the list that has seen it, one save after the other. */
export async function timesToList(api: string, saves = SAVES): Promise<number[]> {
  const user = await FilmLover.register(api);
  const movies = await popularMovies(user, saves);
  const announcements = await Announcements.to(user, api);
  const times: number[] = [];
  for (const [i, movieId] of movies.entries()) {
    const sent = performance.now();
    const version = await user.rate({ [movieId]: 1 + ((i * 5) % 9) / 2 });
    times.push((await announcements.of(version)) - sent);
  }
  announcements.close();
  return times;
}
