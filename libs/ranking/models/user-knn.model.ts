import { RatingsMatrix } from '../data/interactions.js';
import { CoLikeCounts, type CoLikes } from '../pairs/co-likes.js';
import { Likers } from '../pairs/likers.js';
import { addSparseRow, SparseMatrix, transpose } from '../math/sparse-matrix.js';
import { topItems } from '../math/top-items.js';
import { preferenceMatrix, UserPreferences } from '../data/user-preferences.js';
import { scorer } from './scorer.js';

export interface UserKnnParameters {
  /** How many neighbours are asked. */
  neighbours: number;
  /** Each item's weight in the cosine is 1 / raters^damping: sharing a rare item says more than sharing a famous one. */
  damping: number;
}

export const USER_KNN_DEFAULTS: UserKnnParameters = { neighbours: 40, damping: 0.25 };
/** Neighbours are looked for among the people who give these many ratings together, the most active first: 32 bytes each. */
export const MAX_KEPT_RATINGS = 4_000_000;

/** Fitted neighbourhoods as plain data. */
export interface UserKnnState {
  parameters: UserKnnParameters;
  ratings: RatingsMatrix;
  /** Users × items: preferences, −1 to 1, without the zeros. */
  preferences: SparseMatrix;
  /** Items × users: preferences damped and divided by their user's norm, so that products with preferences are cosines. */
  unit: SparseMatrix;
  /** Weight of each item in the cosine. */
  itemWeights: Float32Array;
}

export interface Neighbour {
  user: number;
  /** Cosine of the two users' preferences, in (0, 1]. */
  similarity: number;
}

/** What the neighbours say about one item. */
export interface NeighbourEvidence {
  /** How many of the neighbours rated it. */
  raters: number;
  /** Their mean stars; 0 when none did. */
  meanStars: number;
}

/** @param maxRatings  of everybody's ratings at most so many are kept, see MAX_KEPT_RATINGS */
export function fitUserKnn(
  all: RatingsMatrix,
  parameters: UserKnnParameters = USER_KNN_DEFAULTS,
  maxRatings = MAX_KEPT_RATINGS,
): UserKnnState {
  const ratings = ofMostActive(all, maxRatings);
  const raters = new Int32Array(ratings.itemCount);
  for (const item of ratings.items) raters[item]++;
  const itemWeights = Float32Array.from(raters, (count) => 1 / Math.max(count, 1) ** parameters.damping);
  const preferences = preferenceMatrix(ratings);
  return {
    parameters,
    ratings,
    preferences,
    unit: transpose(unitRows(preferences, itemWeights)),
    itemWeights,
  };
}

/**
 * The ratings of the most active people, as many people as give at most so many together. The others keep their rows, which are
 * empty, so that a person has the same number in all models.
 */
function ofMostActive(ratings: RatingsMatrix, maxRatings: number): RatingsMatrix {
  const { userCount, offsets, items, stars, times } = ratings;
  if (items.length <= maxRatings) return ratings;
  const countOf = (user: number) => offsets[user + 1] - offsets[user];
  const byActivity = Int32Array.from({ length: userCount }, (_, user) => user).sort(
    (a, b) => countOf(b) - countOf(a) || a - b,
  );
  const counts = new Int32Array(userCount);
  let left = maxRatings;
  for (const user of byActivity) {
    if (countOf(user) > left) break;
    left -= counts[user] = countOf(user);
  }
  const kept = new Int32Array(userCount + 1);
  for (let user = 0; user < userCount; user++) kept[user + 1] = kept[user] + counts[user];
  const rows = { items: new Int32Array(kept[userCount]), stars: new Float32Array(kept[userCount]) };
  const keptTimes = new Float64Array(kept[userCount]);
  for (let user = 0; user < userCount; user++) {
    const [from, to] = [offsets[user], offsets[user] + counts[user]];
    rows.items.set(items.subarray(from, to), kept[user]);
    rows.stars.set(stars.subarray(from, to), kept[user]);
    keptTimes.set(times.subarray(from, to), kept[user]);
  }
  return { ...ratings, offsets: kept, ...rows, times: keptTimes };
}

/** Each row damped and divided by its norm. */
function unitRows(preferences: SparseMatrix, itemWeights: Float32Array): SparseMatrix {
  const { offsets, columns, rowCount } = preferences;
  const values = preferences.values.slice();
  for (let user = 0; user < rowCount; user++) {
    let square = 0;
    for (let e = offsets[user]; e < offsets[user + 1]; e++)
      square += itemWeights[columns[e]] * values[e] * values[e];
    const norm = Math.sqrt(square) || 1;
    for (let e = offsets[user]; e < offsets[user + 1]; e++)
      values[e] = (values[e] * itemWeights[columns[e]]) / norm;
  }
  return { ...preferences, values };
}

/**
 * "Users who rated like you": s_j = Σ_v sim(u, v) · preference(v, j) over the k users v most similar to u, by the cosine
 *
 *   sim(u, v) = Σ_i w_i x_ui x_vi / √(Σ w_i x_ui² · Σ w_i x_vi²),   w_i = 1 / raters_i^damping
 *
 * @see Herlocker et al., "An Algorithmic Framework for Performing Collaborative Filtering", SIGIR 1999
 */
export class UserKnnModel {
  private coLikes?: CoLikeCounts;
  private everybodysLikes?: Likers;

  constructor(readonly state: UserKnnState) {}

  /** The k most similar users with a similarity above 0, most similar first; `self` is left out. */
  neighbours({ items, preferences }: UserPreferences, self?: number): Neighbour[] {
    const { unit, itemWeights, parameters } = this.state;
    const { offsets, columns, values } = unit;
    const products = new Float64Array(unit.columnCount);
    let square = 0;
    for (let k = 0; k < items.length; k++) {
      const value = preferences[k];
      const end = offsets[items[k] + 1];
      square += itemWeights[items[k]] * value * value;
      for (let e = offsets[items[k]]; e < end; e++) products[columns[e]] += value * values[e];
    }
    const length = Math.sqrt(square);
    const similar: number[] = [];
    for (let user = 0; user < products.length; user++) {
      if (products[user] > 0 && user !== self) similar.push(user);
      products[user] /= length;
    }
    return topItems(similar, products, parameters.neighbours).map((user) => ({
      user,
      similarity: products[user],
    }));
  }

  /** Length itemCount; higher is better, 0 where no neighbour rated the item. */
  score(neighbours: readonly Neighbour[]): Float32Array {
    const { preferences } = this.state;
    const scores = new Float32Array(preferences.columnCount);
    for (const { user, similarity } of neighbours) addSparseRow(preferences, user, similarity, scores);
    return scores;
  }

  /** Who likes which items. */
  get likers(): Likers {
    return (this.everybodysLikes ??= new Likers(this.state.ratings));
  }

  /** How many users like each item together with this one, and how much oftener than by chance. */
  likedWith(item: number): CoLikes {
    this.coLikes ??= new CoLikeCounts(this.state.ratings);
    return this.coLikes.with(item, this.raters(item));
  }

  private raters(item: number): Int32Array {
    const { offsets, columns } = this.state.unit;
    return columns.subarray(offsets[item], offsets[item + 1]);
  }

  /** What the neighbours rated each of `items`, in their order. */
  evidence(neighbours: readonly Neighbour[], items: readonly number[]): NeighbourEvidence[] {
    const { ratings } = this.state;
    const position = new Int32Array(ratings.itemCount).fill(-1);
    items.forEach((item, at) => (position[item] = at));
    const raters = new Int32Array(items.length);
    const stars = new Float64Array(items.length);
    for (const { user } of neighbours) addRatings(ratings, user, position, raters, stars);
    return items.map((_, at) => ({
      raters: raters[at],
      meanStars: raters[at] > 0 ? stars[at] / raters[at] : 0,
    }));
  }
}

/** Counts one user's ratings of some items. A function of its own: the engine gives up a loop in a loop again and again. */
function addRatings(
  ratings: RatingsMatrix,
  user: number,
  position: Int32Array,
  raters: Int32Array,
  stars: Float64Array,
): void {
  for (let e = ratings.offsets[user]; e < ratings.offsets[user + 1]; e++) {
    const at = position[ratings.items[e]];
    if (at < 0) continue;
    raters[at]++;
    stars[at] += ratings.stars[e];
  }
}

export const userKnnScorer = scorer({
  title: 'people with the same taste',
  sources: { userKnn: { contribution: 'collaborative', floor: 0.05 } },
  fit: ({ ratings }, changed?: Partial<UserKnnParameters>) =>
    fitUserKnn(ratings, { ...USER_KNN_DEFAULTS, ...changed }),
  load: (state: UserKnnState) => new UserKnnModel(state),
  score(model, { user, self }) {
    const neighbours = model.neighbours(user, self);
    return { neighbours, sources: { userKnn: { scores: model.score(neighbours) } } };
  },
  parameters: (state) => state.parameters,
});
