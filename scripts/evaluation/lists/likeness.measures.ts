import { buildFeatures } from '#ranking/data/feature-matrix.js';
import { votesOf } from '#ranking/data/item-votes.js';
import { topItems } from '#ranking/math/top-items.js';
import { ContentModel } from '#ranking/models/content.model.js';
import { fitPopularity, PopularityModel } from '#ranking/models/popularity.model.js';
import { fitUserKnn, UserKnnModel } from '#ranking/models/user-knn.model.js';
import { similarItems } from '#ranking/ranking/similar-items.js';
import type { EvaluationData } from '../splits/evaluation.data.js';
import { isOfKind, kindName, type LikenessFilm } from './likeness.films.js';

/** So many films like one are shown on its page. */
export const ALIKE = 8;

/** What the first eight films like one are. */
export interface Alike {
  /** Share of the film's kind, 0–1. */
  ofKind: number;
  /** Median of their places by number of ratings; 1 has most. */
  medianRank: number;
}

export interface LikenessRow {
  title: string;
  kind: string;
  /** Share of the kind in the catalogue, 0–1. */
  catalogue: number;
  served: Alike;
  /** For comparison: the films that most of those who like it like. */
  likedByMost: Alike;
}

/** Films like each of these that the data have, as served. @returns none when it has none of them */
export function measureLikeness(
  { items, ratings }: EvaluationData,
  films: readonly LikenessFilm[],
): LikenessRow[] {
  const positions = new Map(items.map(({ id }, position) => [id, position]));
  const there = films.flatMap((film) => {
    const position = positions.get(film.id);
    if (position === undefined) return [];
    const { year, language } = items[position];
    return year === film.year && language === film.language ? [{ ...film, position }] : [];
  });
  if (there.length === 0) return [];
  const models = {
    content: new ContentModel(buildFeatures(items)),
    userKnn: new UserKnnModel(fitUserKnn(ratings)),
    popularity: new PopularityModel(fitPopularity(ratings, votesOf(items))),
  };
  const ranks = ranksBy(models.popularity.state.counts);
  return there.map(({ position, title, kind }) => {
    const alike = (found: readonly number[]): Alike => ({
      ofKind: found.filter((item) => isOfKind(items[item], kind)).length / Math.max(found.length, 1),
      medianRank: median(found.map((item) => ranks[item])),
    });
    const others = [...items.keys()].filter((item) => item !== position);
    const { people } = models.userKnn.likedWith(position);
    return {
      title,
      kind: kindName(kind),
      catalogue: items.filter((item) => isOfKind(item, kind)).length / items.length,
      served: alike(similarItems(models, position, ALIKE).map(({ item }) => item)),
      likedByMost: alike(topItems(others, Float32Array.from(people), ALIKE)),
    };
  });
}

function ranksBy(counts: Int32Array): Int32Array {
  const ranks = new Int32Array(counts.length);
  [...counts.keys()]
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .forEach((item, at) => (ranks[item] = at + 1));
  return ranks;
}

/** @returns 0 of nothing */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return sorted.length === 0 ? 0 : (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
