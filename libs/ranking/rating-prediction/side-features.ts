import { RatingsMatrix } from '../data/interactions.js';
import { Votes } from '../data/item-votes.js';
import { SparseMatrix, sparseFromRows, transpose } from '../math/sparse-matrix.js';
import type { StarParameters } from './star-predictor.js';

/** Ratings without the users and items that have none. */
export interface Compact {
  /** Users × rated items. */
  byUser: SparseMatrix;
  /** Its transpose. */
  byItem: SparseMatrix;
  /** Item of each column, ascending. */
  rated: Int32Array;
}

/** @param value  what stands for the stars of an item */
export function compactRatings(
  { userCount, itemCount, offsets, items, stars }: RatingsMatrix,
  value: (stars: number, item: number) => number,
): Compact {
  const column = new Int32Array(itemCount).fill(-1);
  for (const item of items) column[item] = 0;
  const rated = Int32Array.from([...column.keys()].filter((item) => column[item] === 0));
  rated.forEach((item, at) => (column[item] = at));
  const ends = [...Array(userCount).keys()].filter((user) => offsets[user + 1] > offsets[user]);
  const byUser: SparseMatrix = {
    rowCount: ends.length,
    columnCount: rated.length,
    offsets: Int32Array.from([0, ...ends.map((user) => offsets[user + 1])]),
    columns: items.map((item) => column[item]),
    values: stars.map((given, e) => value(given, items[e])),
  };
  return { byUser, byItem: transpose(byUser), rated };
}

/**
 * That a row was rated with a column, whatever the stars: 1 / countᵖ for each of the row's ratings.
 *
 * @see Koren, "Factorization Meets the Neighborhood", KDD 2008 (SVD++, with p = ½)
 */
export function ownRatings(ratings: SparseMatrix, power: number): SparseMatrix {
  const values = new Float32Array(ratings.values.length);
  for (let row = 0; row < ratings.rowCount; row++) {
    const [from, to] = [ratings.offsets[row], ratings.offsets[row + 1]];
    values.fill((to - from) ** -power, from, to);
  }
  return { ...ratings, values };
}

/** How far an item's outside votes lie from the mean, and how many they are. */
export function voteFeatures(itemCount: number, votes: Votes, parameters: StarParameters): SparseMatrix {
  const lead = trustedLead(itemCount, votes, parameters);
  return sparseFromRows(
    Array.from(lead, (value, item): [number, number][] =>
      votes.count[item] > 0
        ? [
            [0, value],
            [1, Math.log(1 + votes.count[item]) / 3 - 1.5],
          ]
        : [],
    ),
    2,
  );
}

/** What an item's outside votes (0–10) make of its stars before anyone here rates it, in stars from the mean. */
export function votePrior(
  itemCount: number,
  votes: Votes | undefined,
  parameters: StarParameters,
): Float64Array {
  const [lowest, highest] = parameters.range;
  const starsPerPoint = (highest - lowest) / 8;
  if (!votes) return new Float64Array(itemCount);
  return trustedLead(itemCount, votes, parameters).map((lead) => lead * starsPerPoint);
}

/** Vote average less the mean one, shrunk where votes are few. */
function trustedLead(itemCount: number, votes: Votes, { votesShrinkage }: StarParameters): Float64Array {
  const known = votes.average.filter((_, item) => votes.count[item] > 0);
  const mean = known.length ? known.reduce((sum, average) => sum + average, 0) / known.length : 0;
  return Float64Array.from({ length: itemCount }, (_, item) => {
    const count = votes.count[item];
    return count > 0 ? (count / (count + votesShrinkage)) * (votes.average[item] - mean) : 0;
  });
}

/** A kind of side features as the fit sees it: of the rated items only, and only side features that two of them share. */
export function namedByMany(
  all: SparseMatrix,
  rated: Int32Array,
): { all: SparseMatrix; ofRated: SparseMatrix; fact: Int32Array } {
  const counts = new Int32Array(all.columnCount);
  for (const item of rated) {
    for (let e = all.offsets[item]; e < all.offsets[item + 1]; e++) counts[all.columns[e]]++;
  }
  let kept = 0;
  const fact = counts.map((count) => (count > 1 ? kept++ : -1));
  const rows = Array.from(rated, (item) => {
    const row: [number, number][] = [];
    for (let e = all.offsets[item]; e < all.offsets[item + 1]; e++) {
      if (fact[all.columns[e]] >= 0) row.push([fact[all.columns[e]], all.values[e]]);
    }
    return row;
  });
  return { all, ofRated: sparseFromRows(rows, kept), fact };
}
