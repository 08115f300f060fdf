import { type BlendWeights, weightsFor } from '#ranking/scores/blend.js';
import type { Contribution } from '#ranking/models/scorer.js';
import { bySource, CONTRIBUTION_OF, SOURCES } from '#ranking/scores/scorers.js';
import { meanOf } from '#ranking/math/metrics.js';
import { ndcgOfScores } from '#ranking/scores/weight-search.js';
import type { WeightCase } from './weight.cases.js';

const TOP = 100;

/** What each part of a score is called where its influence is shown. */
export const PARTS: Record<Contribution, string> = {
  collaborative: 'similar people',
  popularity: 'popularity',
  genres: 'genres',
  people: 'people',
  keywords: 'keywords',
  plot: 'plot',
};
export type Part = Contribution;

/** NDCG of a case's list: @100, or as far as the case is looked at. */
export function valueOf(
  { ratings, scores, relevant, excluded, top = TOP }: WeightCase,
  weights: BlendWeights,
): number {
  const own = weightsFor(weights, ratings);
  const raw = new Float32Array(excluded.length);
  for (const source of SOURCES) {
    if (own[source] === 0) continue;
    for (let item = 0; item < raw.length; item++) raw[item] += own[source] * scores[source][item];
  }
  return ndcgOfScores(raw, relevant, excluded, top);
}

/** The same weights with a part's sources silent. */
export function without(weights: BlendWeights, part: Part): BlendWeights {
  const sources = bySource((source) =>
    CONTRIBUTION_OF[source] === part ? weights.sources[source].map(() => 0) : weights.sources[source],
  );
  return { ...weights, sources };
}

/** What a part adds: NDCG@100 with it less NDCG@100 without it, over the same cases. */
export function influenceOf(cases: readonly WeightCase[], weights: BlendWeights, part: Part) {
  const silent = without(weights, part);
  return meanOf(cases.map((one) => valueOf(one, weights) - valueOf(one, silent)));
}
