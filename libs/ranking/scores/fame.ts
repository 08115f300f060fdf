import type { Source } from './scorers.js';

/** What the wish for hidden or for well-known films is worth at its most, as weights beside those of the file. */
const HIDDEN = { popularity: -9, quality: 3 };
const WELL_KNOWN = { popularity: 4, quality: 0 };

/**
 * The weights for somebody who wants what few or what everybody knows. Hidden films are those that speak against
 * popularity and that a wider public thinks well of, so that what nobody knows for good reason stays where it is.
 *
 * @param known  −1: what few know; 0: the weights as they are; 1: what everybody knows
 * @throws RangeError when known is outside −1–1
 * @see Abdollahpouri, Burke, Mobasher, "Managing Popularity Bias in Recommender Systems with Personalized Re-ranking",
 *   FLAIRS 2019: how much of the less known is a wish of its own, beside variety
 */
export function withFame(weights: Record<Source, number>, known: number): Record<Source, number> {
  if (!(known >= -1 && known <= 1)) throw new RangeError(`known must be from −1 to 1, got ${known}`);
  if (known === 0) return weights;
  const most = known < 0 ? HIDDEN : WELL_KNOWN;
  const share = Math.abs(known);
  return {
    ...weights,
    popularity: weights.popularity + share * most.popularity,
    quality: weights.quality + share * most.quality,
  };
}
