import { Blend } from './blend.js';
import { FeatureKind } from '../data/feature-matrix.js';
import { plotCosine } from '../models/item-similarity.js';
import type { SimilarEvidence } from './recommendation.js';
import { UserPreferences } from '../data/user-preferences.js';
import { topItems } from '../math/top-items.js';
import { bySource, type Models, TRAITS_OF } from './scorers.js';
import { scoreForUser } from './user-scores.js';

/** What makes two items alike, and how much each counts. */
const WEIGHTS = bySource((source) => TRAITS_OF[source].similarity ?? 0);
const NAMED: Partial<Record<FeatureKind, Exclude<SimilarEvidence['kind'], 'plot' | 'liked-together'>>> = {
  genres: 'genre',
  people: 'person',
  keywords: 'keyword',
  collection: 'collection',
};
const MAX_NAMES = 3;
/** Plots less alike than this are not worth mentioning. */
const MIN_PLOT_COSINE = 0.25;

interface FoundItem {
  item: number;
  /** 0–1. */
  score: number;
  reasons: SimilarEvidence[];
}

/**
 * Items like one item: what someone would be offered who had rated that item alone, five stars, without regard to popularity.
 *
 * @returns best first, at most `limit`
 */
export function similarItems(models: Models, item: number, limit: number): FoundItem[] {
  const only: UserPreferences = {
    items: Int32Array.of(item),
    stars: Float32Array.of(5),
    times: Float64Array.of(0),
    preferences: Float32Array.of(1),
  };
  const { sources, scored } = scoreForUser(models, only);
  const { likes } = models.popularity.state;
  const candidates = [...likes.keys()].filter((other) => other !== item);
  const blend = new Blend(sources, WEIGHTS, candidates);
  const likedWith = models.userKnn.likedWith(item);
  return topItems(candidates, blend.raw, limit).map((other) => {
    const names = Object.entries(NAMED).flatMap(([kind, as]) =>
      blend.contributionAboveMean(kind as FeatureKind, other) <= 0
        ? []
        : models.content
            .terms(scored.content.profile, kind as FeatureKind, other)
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

function plotReason({ content }: Models, blend: Blend, item: number, other: number): SimilarEvidence[] {
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
): SimilarEvidence[] {
  const both = likedWith[b];
  if (both === 0 || blend.contributionAboveMean('itemLinear', b) <= 0) return [];
  return [
    {
      kind: 'liked-together',
      both,
      either: likes[a] + likes[b] - both,
      strength: blend.contributionAboveMean('itemLinear', b),
    },
  ];
}
