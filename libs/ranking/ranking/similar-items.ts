import { FEATURE_KINDS, type FeatureKind } from '../data/feature-matrix.js';
import type { UserPreferences } from '../data/user-preferences.js';
import { topItems } from '../math/top-items.js';
import type { CoLikes } from '../pairs/co-likes.js';
import type { ContentProfile } from '../models/content.model.js';
import { plotCosine } from '../pairs/item-similarity.js';
import type { SimilarEvidence } from './recommendation.js';
import type { Models } from '../scores/scorers.js';

/** What likeness is measured with; a model that serves has it all. */
export type LikenessModels = Pick<Models, 'content' | 'userKnn' | 'popularity'>;

/** How much a cosine of 1 in each kind of feature counts. */
const KIND_WEIGHTS: Record<FeatureKind, number> = {
  genres: 1,
  people: 0.9,
  keywords: 1,
  collection: 1,
  language: 0.6,
  decade: 0.15,
};
const PLOT_WEIGHT = 1;
/** … and to be liked e times as often as by chance by the same people. */
const LIFT_WEIGHT = 1.5;
/** … and of two items as much alike the one that is better known, by the likes to be expected of it. */
const KNOWN_WEIGHT = 0.06;
/** Together: what an item is not reached by any other. */
const MOST = Object.values(KIND_WEIGHTS).reduce((sum, weight) => sum + weight, PLOT_WEIGHT + LIFT_WEIGHT);

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
 * Items like one item, by what they are and by who likes them:
 *
 *   likeness = Σ_k w_k · cosine_k + w_plot · cosine of the plots + w_lift · lift + w_known · popularity
 *
 * Cosines are of features less their mean, so that rare ones count; lift (see CoLikes) is 0 where few people like both:
 * content leads where ratings are few. Popular items are not alike for being popular.
 *
 * @returns best first, at most `limit`
 */
export function similarItems(models: LikenessModels, item: number, limit: number): FoundItem[] {
  const { content, popularity } = models;
  const profile = content.profile(only(item));
  const kinds = FEATURE_KINDS.map((kind) => ({ kind, cosines: content.score(profile, kind) }));
  const plots = content.scorePlots(profile);
  const coLikes = models.userKnn.likedWith(item);
  const known = popularity.score();
  const candidates = [...known.keys()].filter((other) => other !== item);
  const scores = Float64Array.from(known, (likes, other) => {
    const sum = kinds.reduce((total, { kind, cosines }) => total + KIND_WEIGHTS[kind] * cosines[other], 0);
    return sum + PLOT_WEIGHT * plots[other] + LIFT_WEIGHT * coLikes.lift[other] + KNOWN_WEIGHT * likes;
  });
  return topItems(candidates, scores, limit).map((other) => ({
    item: other,
    score: Math.max(0, Math.min(1, scores[other] / MOST)),
    reasons: [
      ...sharedNames(models, profile, item, other),
      ...plotReason(models, item, other),
      ...likedTogether(models, coLikes, item, other),
    ].sort((a, b) => b.strength - a.strength),
  }));
}

/** Somebody who likes one item and has rated no other. */
function only(item: number): UserPreferences {
  return {
    items: Int32Array.of(item),
    stars: Float32Array.of(5),
    times: Float64Array.of(0),
    preferences: Float32Array.of(1),
  };
}

/** What both items have, of each kind the strongest. */
function sharedNames(
  { content }: LikenessModels,
  profile: ContentProfile,
  item: number,
  other: number,
): SimilarEvidence[] {
  return FEATURE_KINDS.flatMap((kind) => {
    const as = NAMED[kind];
    if (as === undefined) return [];
    const { offsets, columns, names } = content.features.kinds[kind];
    const own = new Set(
      [...columns.subarray(offsets[item], offsets[item + 1])].map((column) => names[column]),
    );
    return content
      .terms(profile, kind, other)
      .map(({ name, value }) => ({ kind: as, name, strength: value * KIND_WEIGHTS[kind] }))
      .filter(({ name, strength }) => strength > 0 && own.has(name))
      .sort((a, b) => b.strength - a.strength)
      .slice(0, MAX_NAMES);
  });
}

function plotReason({ content }: LikenessModels, item: number, other: number): SimilarEvidence[] {
  const cosine = plotCosine(content.features, item, other);
  return cosine < MIN_PLOT_COSINE ? [] : [{ kind: 'plot', cosine, strength: PLOT_WEIGHT * cosine }];
}

function likedTogether(
  { popularity }: LikenessModels,
  { people, lift }: CoLikes,
  a: number,
  b: number,
): SimilarEvidence[] {
  if (lift[b] <= 0) return [];
  const { likes } = popularity.state;
  return [
    {
      kind: 'liked-together',
      both: people[b],
      either: likes[a] + likes[b] - people[b],
      strength: LIFT_WEIGHT * lift[b],
    },
  ];
}
