import { Blend, Source } from './blend.js';
import { FeatureKind } from '../data/feature-matrix.js';
import { plotCosine } from '../models/item-similarity.js';
import type { SimilarReason } from './recommendation.js';
import { UserPreferences } from '../data/user-preferences.js';
import { topItems } from '../math/top-items.js';
import { Models, scoreForUser } from './user-scores.js';

/** What makes two items alike, and how much each counts. */
const WEIGHTS: Record<Source, number> = {
  popularity: 0,
  trend: 0,
  linear: 1,
  factors: 0,
  neighbours: 0,
  sequence: 0,
  genres: 0.5,
  people: 0.3,
  keywords: 0.5,
  collection: 0.3,
  language: 0.1,
  decade: 0.1,
  plot: 0.6,
};
const NAMED: Partial<Record<FeatureKind, Exclude<SimilarReason['kind'], 'plot' | 'liked-together'>>> = {
  genres: 'genre',
  people: 'person',
  keywords: 'keyword',
  collection: 'collection',
};
const MAX_NAMES = 3;
/** Plots less alike than this are not worth mentioning. */
const MIN_PLOT_COSINE = 0.25;

export interface SimilarItem {
  item: number;
  /** 0–1. */
  score: number;
  reasons: SimilarReason[];
}

/**
 * Items like one item: what someone would be offered who had rated that item alone, five stars, without regard to popularity.
 *
 * @returns best first, at most `limit`
 */
export function similarItems(models: Models, item: number, limit: number): SimilarItem[] {
  const only: UserPreferences = {
    items: Int32Array.of(item),
    stars: Float32Array.of(5),
    times: Float64Array.of(0),
    preferences: Float32Array.of(1),
  };
  const { sources, profile } = scoreForUser(models, only);
  const candidates = [...sources.linear.keys()].filter((other) => other !== item);
  const blend = new Blend(sources, WEIGHTS, candidates);
  const { likes } = models.popularity.state;
  const likedWith = models.neighbourhood.likedWith(item);
  return topItems(candidates, blend.raw, limit).map((other) => {
    const names = Object.entries(NAMED).flatMap(([kind, as]) =>
      blend.contributionAboveMean(kind as FeatureKind, other) <= 0
        ? []
        : models.content
            .terms(profile, kind as FeatureKind, other)
            .map(({ name, value }) => ({
              kind: as,
              name,
              strength: value * blend.unitContribution(kind as FeatureKind),
            }))
            .filter(({ name, strength }) => strength > 0 && hasName(models, kind as FeatureKind, item, name))
            .sort((a, b) => b.strength - a.strength)
            .slice(0, MAX_NAMES),
    );
    const reasons = [
      ...names,
      ...plotReason(models, blend, item, other),
      ...likedTogether(blend, likes, likedWith, item, other),
    ];
    return {
      item: other,
      score: blend.explain(other).score,
      reasons: reasons.sort((a, b) => b.strength - a.strength),
    };
  });
}

function hasName({ content }: Models, kind: FeatureKind, item: number, name: string): boolean {
  const { offsets, columns, names } = content.features.kinds[kind];
  return columns.subarray(offsets[item], offsets[item + 1]).some((column) => names[column] === name);
}

function plotReason({ content }: Models, blend: Blend, item: number, other: number): SimilarReason[] {
  const cosine = plotCosine(content.features, item, other);
  return cosine < MIN_PLOT_COSINE
    ? []
    : [{ kind: 'plot', cosine, strength: blend.contributionAboveMean('plot', other) }];
}

function likedTogether(
  blend: Blend,
  likes: Int32Array,
  likedWith: Int32Array,
  a: number,
  b: number,
): SimilarReason[] {
  const both = likedWith[b];
  if (both === 0 || blend.contributionAboveMean('linear', b) <= 0) return [];
  return [
    {
      kind: 'liked-together',
      both,
      either: likes[a] + likes[b] - both,
      strength: blend.contributionAboveMean('linear', b),
    },
  ];
}
