import { Crew, type CrewOptions } from '../kernels/crew.js';
import { multiplyAllModelRows, multiplyModelRows, sumModelRows } from '../kernels/model.rows.js';
import { solveFactorised } from '../math/dense-matrix.js';
import { deviationOf, RowMoments } from '../late/row-moments.js';
import { drained } from '../math/steps.js';
import { GramSpace } from '../kernels/gram.space.js';
import { KernelMemory, padded, TILE } from '../kernels/kernel.memory.js';
import { adoptFeatureFactors, FEATURE_FACTOR_DEFAULTS, sideInformation } from './feature-factors.js';
import { RatingsMatrix } from '../data/interactions.js';
import { addWideGram, solveRows } from './ials-kernels.js';
import { seededRandom } from '../math/random.js';
import { SparseMatrix, transpose } from '../math/sparse-matrix.js';
import { preferenceMatrix, UserPreferences } from '../data/user-preferences.js';
import { type RatedAndNot, scorer, type Terms } from './scorer.js';

/** Steps of conjugate gradients per row and sweep: each starts from the last sweep's answer, so that few are enough. */
const SOLVER_STEPS = 3;

export interface IalsParameters {
  /** Length of the factors. */
  dimensions: number;
  /** α₀: weight of "not seen" against "liked". */
  unobserved: number;
  /** ρ: how much the factors of a row without ratings are held down; with the numbers of users and items it makes λ. */
  shrinkage: number;
  sweeps: number;
  seed: number;
}

/** Lists of two data sets of 100,000 ratings are as good with 32 numbers as with 64, which take three times as long. */
export const IALS_DEFAULTS: IalsParameters = {
  dimensions: 32,
  unobserved: 0.2,
  shrinkage: 3,
  sweeps: 12,
  seed: 1,
};

/** One user as the model sees them. */
export interface IalsUser {
  /** Length `dimensions`; all 0 for someone without preferences. */
  factors: Float64Array;
  /** Cholesky factor of the system that gives them, shape [dimensions, padded(dimensions)]. */
  system: Float64Array;
}

/** Fitted factors as plain data. */
export interface IalsState {
  parameters: IalsParameters;
  /** λ: ridge, times the row's own weight (see IalsModel). */
  ridge: number;
  /** Items × dimensions, row-major. */
  itemFactors: Float32Array;
}

/**
 * About sweeps × (ratings × 12·d + (users + items) × 6·d²) operations; 100,000 ratings take seconds.
 *
 * @param side  what is known of the items apart from their ratings (see sideInformation): gives items with few ratings factors
 */
export function fitIals(
  ratings: RatingsMatrix,
  parameters: IalsParameters = IALS_DEFAULTS,
  side?: SparseMatrix,
  options: CrewOptions = {},
): IalsState {
  const byUser = preferenceMatrix(ratings);
  const byItem = transpose(byUser);
  const ridge = ridgeFor(parameters, ratings);
  const items = Crew.join((crew) => solvedItems(byUser, byItem, parameters, ridge, crew), options);
  if (side) adoptFeatureFactors(items, raters(byItem), side);
  return { parameters, ridge, itemFactors: Float32Array.from(items) };
}

/** Factors of the items, row-major, d numbers each. Within the crew rows have numbers for whole tiles, those past d are 0. */
function solvedItems(
  byUser: SparseMatrix,
  byItem: SparseMatrix,
  { dimensions: d, unobserved, sweeps, seed }: IalsParameters,
  ridge: number,
  crew: Crew,
): Float64Array {
  const stride = padded(d);
  const random = seededRandom(seed);
  const spread = 0.35 / Math.sqrt(d);
  const side = ({ rowCount, offsets, columns, values }: SparseMatrix) => ({
    rowCount,
    ratings: [crew.copied(offsets), crew.copied(columns), crew.copied(values)] as const,
    factors: crew.float64(rowCount * stride),
  });
  const users = side(byUser);
  const items = side(byItem);
  for (let item = 0; item < items.rowCount; item++)
    for (let a = 0; a < d; a++) items.factors[item * stride + a] = (random() - 0.5) * spread;
  const base = crew.float64(stride * stride);
  /** One half sweep. */
  const solve = (target: typeof users, other: typeof users) => {
    const { rowCount, ratings, factors } = target;
    const count = other.rowCount;
    base.fill(0);
    crew.run(addWideGram, stride / TILE, count * stride * stride, base, stride, other.factors, count);
    for (let at = 0; at < base.length; at++) base[at] *= unobserved;
    const work = (SOLVER_STEPS + 1) * stride * (2 * ratings[1].length + stride * rowCount);
    const rest = [other.factors, factors, base, ridge, unobserved * count, SOLVER_STEPS] as const;
    crew.run(solveRows, rowCount, work, stride, ...ratings, ...rest);
  };
  for (let sweep = 0; sweep < sweeps; sweep++) {
    solve(users, items);
    solve(items, users);
  }
  const found = new Float64Array(items.rowCount * d);
  for (let item = 0; item < items.rowCount; item++)
    found.set(items.factors.subarray(item * stride, item * stride + d), item * d);
  return found;
}

/**
 * λ = ρ / (α₀·√(users·items)). A row without ratings is held down by λ·α₀·items or λ·α₀·users; as scale can pass from
 * users' factors to items', only the geometric mean of the two matters, and that is ρ. So ρ can stay the same from one
 * data set to the next: with 64 numbers, λ tuned for two of different shape gave 4.7 and 5.2.
 */
export function ridgeFor(
  { unobserved, shrinkage }: IalsParameters,
  { userCount, itemCount }: Pick<RatingsMatrix, 'userCount' | 'itemCount'>,
): number {
  return shrinkage / (unobserved * Math.sqrt(Math.max(userCount * itemCount, 1)));
}

function raters({ offsets, rowCount }: SparseMatrix): Int32Array {
  return Int32Array.from({ length: rowCount }, (_, item) => offsets[item + 1] - offsets[item]);
}

/** α₀·FᵀF, the lower triangle; shape [d, padded(d)]. */
function gram(factors: Float32Array, d: number, unobserved: number): Float64Array {
  const stride = padded(d);
  const g = new Float64Array(d * stride);
  for (let from = 0; from < factors.length; from += d) {
    for (let a = 0; a < d; a++) {
      const value = unobserved * factors[from + a];
      if (value !== 0) for (let b = 0; b <= a; b++) g[a * stride + b] += value * factors[from + b];
    }
  }
  return g;
}

/**
 * Implicit alternating least squares: s_j = u · h_j, with factors that minimise
 *
 *   Σ_rated |p|·([p > 0] − u·h)² + α₀·Σ_all (u·h)² + λ·Σ_u (n_u + α₀·items)·|u|² + λ·Σ_j (n_j + α₀·users)·|h_j|²
 *
 * over preferences p (see preferencesOf): a like wants 1, a dislike 0 more firmly than what was not seen. A user is
 * folded in by solving their own row exactly; the items' factors stay.
 *
 * @see Hu, Koren, Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008; Rendle et al.,
 *   "Revisiting the Performance of iALS on Item Recommendation Benchmarks", RecSys 2022
 */
export class IalsModel {
  private readonly base: Float64Array;
  /** Of the factors of all that has been rated. */
  private measured?: { known: RatedAndNot; rated: RowMoments };

  private readonly space: GramSpace;

  constructor(readonly state: IalsState) {
    const { dimensions, unobserved } = state.parameters;
    const memory = KernelMemory.of(state.itemFactors);
    this.space = memory ? new GramSpace(dimensions, memory) : GramSpace.of(dimensions);
    this.base = gram(state.itemFactors, dimensions, unobserved);
  }

  foldIn({ items, preferences }: UserPreferences): IalsUser {
    const { dimensions: d, unobserved } = this.state.parameters;
    const { ridge } = this.state;
    const h = this.state.itemFactors;
    const { numbers, stride } = this.space;
    const [roots, likes] = [new Float64Array(items.length), new Float64Array(items.length)];
    let count = 0;
    for (let k = 0; k < items.length; k++) {
      if (preferences[k] !== 0) count++;
      roots[k] = Math.sqrt(Math.abs(preferences[k]));
      likes[k] = Math.max(preferences[k], 0);
    }
    this.space.begin(this.base);
    // Rows √|p|·h, so that the system is their Gram matrix.
    this.space.addRows(h, items, roots);
    const user = sumModelRows(h, d, items, likes);
    // Above 0 also where there are no items at all.
    const shrink = ridge * (count + unobserved * Math.max(h.length / d, 1));
    for (let a = 0; a < d; a++) numbers[a * stride + a] += shrink;
    const system = new Float64Array(d * stride);
    this.space.factorise(system);
    solveFactorised(system, d, user, stride);
    return { factors: user, system };
  }

  /** Length itemCount; higher is better, about 0 to 1. */
  score({ factors }: IalsUser): Float32Array {
    const { itemFactors } = this.state;
    return multiplyAllModelRows(itemFactors, itemFactors.length / factors.length, factors);
  }

  /** The same, but for items nobody has rated what another says. */
  scoreBoth(user: IalsUser, other: IalsUser, known: RatedAndNot): Float32Array {
    const { itemFactors } = this.state;
    const scores = this.score(user);
    const others = multiplyModelRows(itemFactors, known.unrated, other.factors);
    known.unrated.forEach((item, at) => (scores[item] = others[at]));
    return scores;
  }

  /** Measures the factors of all rated items, for `ratioOfSpreads`. */
  *measureInSteps(known: RatedAndNot): Generator<void, void> {
    const { itemFactors, parameters } = this.state;
    this.measured = {
      known,
      rated: yield* RowMoments.inSteps(itemFactors, parameters.dimensions, known.rated),
    };
  }

  /**
   * How much further apart one's scores lie than another's, over all that has been rated. All ratings of somebody say more than
   * the latest, so their scores are larger: side by side as they are, items that nobody has rated would fill the list.
   */
  ratioOfSpreads(one: IalsUser, other: IalsUser, known: RatedAndNot): number {
    if (this.measured?.known !== known) drained(this.measureInSteps(known));
    const { rated } = this.measured!;
    const [own, theirs] = [one, other].map(({ factors }) => deviationOf(rated.sums(factors)));
    return theirs > 0 ? own / theirs : 1;
  }

  /**
   * What rated items add to the scores of `items`. As u = A⁻¹·Σ_k p_k·h_k over what the user likes, with A their system,
   *
   *   s_j = Σ_k p_k·(A⁻¹·h_k)·h_j
   *
   * and the terms of all ratings sum to it. A dislike adds no term of its own: it makes A larger.
   *
   * @param positions  the ratings wanted, as ascending indices into `preferences.items`
   * @returns row-major, shape [items, places]
   * @see Hu, Koren, Volinsky, ICDM 2008, section 5
   */
  terms(
    { system }: IalsUser,
    user: UserPreferences,
    items: readonly number[],
    positions: readonly number[],
  ): Float32Array {
    const d = this.state.parameters.dimensions;
    const { itemFactors } = this.state;
    const terms = new Float32Array(items.length * positions.length);
    const carried = new Float64Array(d);
    positions.forEach((k, p) => {
      const preference = user.preferences[k];
      if (preference <= 0) return;
      for (let a = 0; a < d; a++) carried[a] = preference * itemFactors[user.items[k] * d + a];
      solveFactorised(system, d, carried, padded(d));
      const added = multiplyModelRows(itemFactors, items, carried);
      for (let at = 0; at < added.length; at++) terms[at * positions.length + p] = added[at];
    });
    return terms;
  }
}

export const ialsScorer = scorer({
  title: 'implicit factors',
  sources: { ials: { contribution: 'collaborative', floor: 0.03 } },
  fit: ({ ratings, features, votes }, changed?: Partial<IalsParameters>) =>
    fitIals(ratings, { ...IALS_DEFAULTS, ...changed }, sideInformation(features, votes)),
  load: (state: IalsState) => new IalsModel(state),
  score(model, { user, lasting = user, known }) {
    const own = model.foldIn(user);
    const terms: Terms = (items, positions) => model.terms(own, user, items, positions);
    if (lasting === user || !known) return { sources: { ials: { scores: model.score(own), terms } } };
    const all = model.foldIn(lasting);
    const times = model.ratioOfSpreads(own, all, known);
    const other = { ...all, factors: all.factors.map((factor) => times * factor) };
    const bothTerms: Terms = (items, positions) => {
      const found = terms(items, positions);
      items.forEach((item, at) => {
        if (known.isUnrated[item] === 0) return;
        const theirs = model.terms(all, lasting, [item], positions).map((term) => times * term);
        found.set(theirs, at * positions.length);
      });
      return found;
    };
    return { sources: { ials: { scores: model.scoreBoth(own, other, known), terms: bothTerms } } };
  },
  parameters: (state) => ({ ...state.parameters, featureFactors: FEATURE_FACTOR_DEFAULTS }),
});
