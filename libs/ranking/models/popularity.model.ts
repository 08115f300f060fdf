import { LIKED_FROM, type RatingsMatrix } from '../data/interactions.js';
import type { Votes } from '../data/item-votes.js';
import { weightOf } from '../data/user-weights.js';
import { type RatedAndNot, scorer } from './scorer.js';

export interface PopularityParameters {
  /** So many ratings' worth of the overall share of likes is mixed into each item's own. */
  shrinkage: number;
  /** Weight of all outside votes together, as a share of all ratings here. */
  votesShare: number;
}

export const POPULARITY_DEFAULTS: PopularityParameters = { shrinkage: 5, votesShare: 0.05 };

/** Fitted popularity as plain data. */
export interface PopularityState {
  /** How many rated each item. */
  counts: Int32Array;
  /** How many liked it: rated it 4 or more. */
  likes: Int32Array;
  /** Mean stars of each item; 0 where nobody rated it. */
  meanStars: Float32Array;
  /** log(1 + expected likes), per item. */
  scores: Float32Array;
}

/**
 * Popularity as the likes an item can be expected to have: log(1 + n·q + v·q′), where n of its raters like it at the rate
 * q = (likes + m·q̄) / (n + m), shrunk towards the overall rate q̄ by m ratings, and v are its outside votes, scaled so
 * that all items' votes together weigh `votesShare` of the ratings here, liked at the rate q′ = average / 10. Ratings and
 * likes are counted by their users' weights.
 */
export function fitPopularity(
  ratings: RatingsMatrix,
  votes?: Votes,
  { shrinkage, votesShare }: PopularityParameters = POPULARITY_DEFAULTS,
): PopularityState {
  const counts = new Int32Array(ratings.itemCount);
  const likes = new Int32Array(ratings.itemCount);
  const starSums = new Float64Array(ratings.itemCount);
  const weighedCounts = new Float64Array(ratings.itemCount);
  const weighedLikes = new Float64Array(ratings.itemCount);
  for (let user = 0; user < ratings.userCount; user++) {
    const weight = weightOf(ratings, user);
    for (let entry = ratings.offsets[user]; entry < ratings.offsets[user + 1]; entry++) {
      const item = ratings.items[entry];
      counts[item]++;
      weighedCounts[item] += weight;
      starSums[item] += ratings.stars[entry];
      if (ratings.stars[entry] < LIKED_FROM) continue;
      likes[item]++;
      weighedLikes[item] += weight;
    }
  }
  const total = weighedCounts.reduce((a, b) => a + b, 0);
  const overall = total === 0 ? 0 : weighedLikes.reduce((a, b) => a + b, 0) / total;
  const voteTotal = votes ? votes.count.reduce((a, b) => a + b, 0) : 0;
  const voteScale = voteTotal === 0 ? 0 : (votesShare * Math.max(total, 1)) / voteTotal;
  const scores = Float32Array.from(weighedCounts, (count, item) => {
    const rate = (weighedLikes[item] + shrinkage * overall) / (count + shrinkage);
    const outside = votes ? votes.count[item] * voteScale * (votes.average[item] / 10) : 0;
    return Math.log1p(count * rate + outside);
  });
  return {
    counts,
    likes,
    meanStars: Float32Array.from(starSums, (sum, i) => (counts[i] ? sum / counts[i] : 0)),
    scores,
  };
}

/** What everyone likes: the same scores for every user. */
export class PopularityModel {
  readonly known: RatedAndNot;

  constructor(readonly state: PopularityState) {
    const items = Int32Array.from(state.counts.keys());
    this.known = {
      rated: items.filter((item) => state.counts[item] > 0),
      unrated: items.filter((item) => state.counts[item] === 0),
      isUnrated: Uint8Array.from(state.counts, (count) => Number(count === 0)),
    };
  }

  /** Length itemCount; higher is better, ≥ 0. The array is the model's own: copy it before changing it. */
  score(): Float32Array {
    return this.state.scores;
  }
}

export const popularityScorer = scorer({
  sources: { popularity: { contribution: 'popularity' } },
  fit: ({ ratings, votes }, changed?: Partial<PopularityParameters>) =>
    fitPopularity(ratings, votes, { ...POPULARITY_DEFAULTS, ...changed }),
  load: (state: PopularityState) => new PopularityModel(state),
  score: (model) => ({ sources: { popularity: { scores: model.score() } } }),
  parameters: () => POPULARITY_DEFAULTS,
});
