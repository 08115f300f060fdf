import type { FilmLover } from '../../test/support/system/film-lover.js';

/** Ids of so many movies, the most popular first. */
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
