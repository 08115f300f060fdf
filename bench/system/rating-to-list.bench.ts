import { FilmLover } from '../../test/support/system/film-lover.js';
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
  const announced = new Map<number, number>();
  const abort = new AbortController();
  const listening = listen(user, api, announced, abort.signal);
  const times: number[] = [];
  for (const [i, movieId] of movies.entries()) {
    const sent = performance.now();
    const version = await user.rate({ [movieId]: 1 + ((i * 5) % 9) / 2 });
    times.push((await arrival(announced, version)) - sent);
  }
  abort.abort();
  await listening;
  return times;
}

export async function popularMovies(user: FilmLover, count: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  while (ids.length < count) {
    const { body } = await user.get<{ items: { id: string }[]; nextCursor: string }>(
      `/movies?limit=100${cursor}`,
    );
    ids.push(...body.items.map((movie) => movie.id));
    cursor = `&cursor=${body.nextCursor}`;
  }
  return ids.slice(0, count);
}

export async function listen(
  user: FilmLover,
  api: string,
  announced: Map<number, number>,
  signal: AbortSignal,
): Promise<void> {
  const headers = { authorization: `Bearer ${user.token}`, accept: 'text/event-stream' };
  const response = await fetch(`${api}/me/recommendations/stream`, { headers, signal });
  try {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      for (const [, version] of chunk.matchAll(/"ratingsVersion":(\d+)/g))
        announced.set(Number(version), performance.now());
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** When a list that has seen `version` was announced. */
export async function arrival(announced: Map<number, number>, version: number): Promise<number> {
  for (;;) {
    for (const [seen, time] of announced) if (seen >= version) return time;
    await new Promise(setImmediate);
  }
}
