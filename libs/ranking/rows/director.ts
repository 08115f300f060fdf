import type { RowMaterial } from './row.js';

/** So many liked films, and so large a share of those rated, make somebody come back to a director. */
const COMES_BACK = { liked: 2, share: 0.6 };

/** The director of most of the films that somebody liked, of equal ones the one they liked best; undefined without one. */
export function directorOf({
  rated,
  liked,
  about,
}: RowMaterial): { name: string; liked: number } | undefined {
  const counts = new Map<string, { rated: number; liked: number; stars: number }>();
  const of = (name: string) => {
    const count = counts.get(name) ?? { rated: 0, liked: 0, stars: 0 };
    counts.set(name, count);
    return count;
  };
  for (const item of rated) for (const name of about(item).directors) of(name).rated++;
  for (const { item, stars } of liked)
    for (const name of about(item).directors) {
      of(name).liked++;
      of(name).stars += stars;
    }
  const [first] = [...counts]
    .filter(([, count]) => count.liked >= COMES_BACK.liked && count.liked >= COMES_BACK.share * count.rated)
    .sort(([, a], [, b]) => b.liked - a.liked || b.stars - a.stars);
  return first && { name: first[0], liked: first[1].liked };
}
