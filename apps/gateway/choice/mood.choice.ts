import type { MoodFit } from '#contracts/catalog/catalog.rpc.js';
import { matchOf, type RankedMovie } from '#contracts/recommender/recommendation.js';

/** What suits the mood counts for twice, and what is not wanted for three times as much as what suits the taste. */
const WEIGHTS = { wanted: 2, unwanted: 3 };
/** A movie liked far above all others is so many deviations better than the average and no more, or it would be chosen in any mood. */
const MOST_TASTE = 2;
/** A movie that names what is not wanted comes after all that do not. */
const NAMES_IT = 1;

/** A movie to choose, and whether it suits the mood better than the average candidate. */
export interface Chosen {
  movie: RankedMovie;
  suits: boolean;
}

/**
 * Movies by taste and mood together:  min(2, z(match)) + 2·z(wanted) − 3·max(0, z(unwanted)),  each standardised over the
 * candidates; what tells none of them apart counts for nothing. Far from what is not wanted is no merit, near it is a fault.
 * Equal ones keep their order.
 *
 * @param fits  how movies suit the mood; those it does not have are as the average
 */
export function byTasteAndMood(movies: readonly RankedMovie[], fits: readonly MoodFit[]): Chosen[] {
  const fitOf = new Map(fits.map((fit) => [fit.movieId, fit]));
  const of = (field: 'wanted' | 'unwanted') => movies.map(({ movieId }) => fitOf.get(movieId)?.[field]);
  const isRefused = of('unwanted').map((value) => value === NAMES_IT);
  const taste = standardised(movies.map(matchOf));
  const wanted = standardised(of('wanted'));
  const unwanted = standardised(of('unwanted').map((value, at) => (isRefused[at] ? undefined : value)));
  const total = movies.map(
    (_, at) =>
      Math.min(MOST_TASTE, taste[at]) +
      WEIGHTS.wanted * wanted[at] -
      WEIGHTS.unwanted * Math.max(0, unwanted[at]),
  );
  return [...movies.keys()]
    .sort((a, b) => Number(isRefused[a]) - Number(isRefused[b]) || total[b] - total[a] || a - b)
    .map((at) => ({ movie: movies[at], suits: wanted[at] > 0 && !isRefused[at] }));
}

/** (value − mean) / deviation of those that are known; 0 for the others, and for all when they are the same. */
function standardised(values: readonly (number | undefined)[]): number[] {
  const known = values.filter((value) => value !== undefined);
  const mean = known.reduce((sum, value) => sum + value, 0) / (known.length || 1);
  const deviation = Math.sqrt(
    known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length || 1),
  );
  return values.map((value) => (value === undefined || deviation < 1e-9 ? 0 : (value - mean) / deviation));
}
