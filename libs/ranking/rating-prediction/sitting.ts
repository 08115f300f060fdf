import type { UserPreferences } from '../data/user-preferences.js';
import type { StarPredictor } from './star-predictor.js';

export interface SittingParameters {
  /** τ, seconds: a rating given so long before or after weighs 1/e. */
  reach: number;
  /** So many ratings' worth of shrinkage: a few ratings are no mood. */
  shrinkage: number;
}

/** Chosen on ratings held out of the training parts of two data sets. */
export const SITTING_DEFAULTS: SittingParameters = { reach: 180, shrinkage: 3 };
/** Further away than so many times τ a rating weighs nothing. */
const WINDOW = 7;

/** Stars to add to a prediction for a moment, seconds since 1970. */
export type Sitting = (time: number) => number;

/**
 * How far somebody's stars lie, around a moment, from what is predicted for them otherwise: who sits down to rate has a mood, and a
 * scale of that evening. The mean of what the ratings around it miss, weighted by exp(−|Δt| / τ) and shrunk:
 *
 *     Σ_k w_k·(r_k − r̂_k) / (m + Σ_k w_k)
 *
 * It is the same for all items of one moment, so it changes no order: lists go without. A rating without a time has none.
 *
 * @see Koren, "Collaborative Filtering with Temporal Dynamics", KDD 2009 (a user's bias of the day)
 */
export function sittingOf(
  predictor: StarPredictor,
  user: Pick<UserPreferences, 'items' | 'stars' | 'times'>,
  { reach, shrinkage }: SittingParameters = SITTING_DEFAULTS,
): Sitting {
  const profile = predictor.foldIn(user);
  const timed = [...user.items.keys()].filter((k) => user.times[k] > 0);
  timed.sort((a, b) => user.times[a] - user.times[b]);
  const times = timed.map((k) => user.times[k]);
  const missed = timed.map((k) => user.stars[k] - predictor.predict(profile, user.items[k]));
  return (time) => {
    let sum = 0;
    let weights = shrinkage;
    for (let at = firstFrom(times, time - WINDOW * reach); at < times.length; at++) {
      if (times[at] > time + WINDOW * reach) break;
      const weight = Math.exp(-Math.abs(times[at] - time) / reach);
      sum += weight * missed[at];
      weights += weight;
    }
    return sum / weights;
  };
}

/** Position of the first of ascending numbers that is not below a value. */
function firstFrom(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
