import { ItemFeatures } from '../data/feature-matrix.js';
import { Item } from '../data/item.js';
import { Votes, votesOf } from '../data/item-votes.js';
import { RatingsMatrix } from '../data/interactions.js';
import { GibbsSampler } from './gibbs-sampler.js';
import {
  Compact,
  compactRatings,
  namedByMany,
  ownRatings,
  voteFeatures,
  votePrior,
} from './side-features.js';
import { seedOf } from './gamma-normal.js';
import { FactorSide } from './factor-side.js';
import { Crew, type CrewOptions } from '../kernels/crew.js';
import { inCrew } from '../kernels/crew.matrix.js';
import { SparseMatrix } from '../math/sparse-matrix.js';
import { STAR_DEFAULTS, StarParameters, StarState } from './star-predictor.js';

/** The mean of ratings nobody has given yet. */
const MEAN_STARS = 3.5;
/**
 * Nobody's ratings are steadier than this standard deviation, in stars: who rates the same films again differs by more.
 *
 * @see Amatriain, Pujol, Oliver, "I Like It… I Like It Not: Evaluating User Ratings Noise", UMAP 2009
 */
const STEADIEST = 0.5;

/** What is known of the items beside their ratings. */
export interface ItemFacts {
  votes?: Votes;
  /** Items × names, one matrix for each kind, rows of length about 1. */
  kinds?: readonly SparseMatrix[];
}

/** The side features that say something of how many stars an item gets; people and keywords only add noise. */
export function buildSideFeatures(items: readonly Item[], { kinds }: ItemFeatures): ItemFacts {
  const { genres, decade, language, collection } = kinds;
  return { votes: votesOf(items), kinds: [genres, decade, language, collection] };
}

/**
 * Fits the star predictor: a Bayesian factorisation with implicit terms on both sides ("SVD++ flipped"), side features about
 * the items, and users who differ in steadiness. See {@link StarPredictor} for the formula and {@link GibbsSampler} for
 * the sampler. Nothing is tuned to a data set but by the draws themselves. 100,000 ratings take about five seconds of
 * one core; time grows with ratings · (dimensions + 1)², memory with (users + items) · dimensions · samples.
 *
 * @param ratings  stars on any scale; users and items without ratings are welcome
 * @returns plain data, the same for the same input and seed
 * @see Salakhutdinov, Mnih, "Bayesian Probabilistic Matrix Factorization using MCMC", ICML 2008
 * @see Rendle, Zhang, Koren, "On the Difficulty of Evaluating Baselines", 2019
 * @see Lakshminarayanan, Bouchard, Archambeau, "Robust Bayesian Matrix Factorisation", AISTATS 2011
 */
export function fitStars(
  ratings: RatingsMatrix,
  sideFeatures: ItemFacts = {},
  changed: Partial<StarParameters> = {},
  options: CrewOptions = {},
): StarState {
  const parameters = { ...STAR_DEFAULTS, ...changed };
  const { stars } = ratings;
  const mean = stars.length === 0 ? MEAN_STARS : stars.reduce((sum, value) => sum + value, 0) / stars.length;
  const variance = stars.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, stars.length);
  const scale = Math.sqrt(variance) || 1;
  const prior = votePrior(ratings.itemCount, sideFeatures.votes, parameters).map((value) => value / scale);
  const compact = compactRatings(ratings, (value, item) => (value - mean) / scale - prior[item]);
  const sampled = Crew.join(
    (crew) =>
      sample(ratings.itemCount, compact, sideFeatures, prior, parameters, (scale / STEADIEST) ** 2, crew),
    options,
  );
  return { parameters, mean, scale, ...sampled };
}

type Sampled = Omit<StarState, 'parameters' | 'mean' | 'scale'>;

function sample(
  itemCount: number,
  compact: Compact,
  { votes, kinds = [] }: ItemFacts,
  prior: Float64Array,
  parameters: StarParameters,
  maxNoise: number,
  crew: Crew,
): Sampled {
  const { rated } = compact;
  const byUser = inCrew(compact.byUser, crew);
  const byItem = inCrew(compact.byItem, crew);
  const width = parameters.dimensions + 1;
  const { samples, warmUp, spacing, seed } = parameters;
  const known = [...(votes ? [voteFeatures(itemCount, votes, parameters)] : []), ...kinds].map((kind) =>
    namedByMany(kind, rated),
  );
  const users = new FactorSide(
    byUser.rowCount,
    width,
    [ownRatings(byUser, parameters.userPower)],
    crew,
    seedOf(seed, 0),
  );
  const itemFeatures = [ownRatings(byItem, parameters.itemPower), ...known.map((kind) => kind.ofRated)];
  const items = new FactorSide(byItem.rowCount, width, itemFeatures, crew, seedOf(seed, 1));
  const sampler = new GibbsSampler(byUser, byItem, users, items, parameters.noiseShape, maxNoise, crew);
  const { stride } = items;

  const state: Sampled = {
    row: new Int32Array(itemCount).fill(-1),
    itemDraws: new Float32Array(rated.length * samples * width),
    ratedWeights: new Float32Array(rated.length * samples * width),
    itemMeans: new Float32Array(itemCount * samples * width),
    userMeans: new Float64Array(samples * width),
    userPrecision: new Float64Array(samples * width),
    populationMeans: new Float64Array(samples * width),
    populationPrecision: new Float64Array(samples * width).fill(1),
    noise: new Float64Array(samples),
  };
  rated.forEach((item, at) => (state.row[item] = at));

  for (let sweep = 1; sweep <= warmUp + samples * spacing; sweep++) {
    const keep = sweep > warmUp && (sweep - warmUp) % spacing === 0;
    const s = (sweep - warmUp) / spacing - 1;
    const position = (item: number) => (item * samples + s) * width;
    if (keep) {
      state.userMeans.set(users.weights(0).subarray(0, width), s * width);
      state.userPrecision.set(users.precision.subarray(0, width), s * width);
      state.noise[s] = sampler.meanNoise;
      rated.forEach((item, at) => {
        const from = at * stride;
        state.itemDraws.set(items.factors.subarray(from, from + width), position(at));
        state.itemDraws[position(at)] += prior[item];
        state.ratedWeights.set(users.weights(1).subarray(from, from + width), position(at));
      });
      expectUnrated(state, items, known, prior, position);
    }
    if (rated.length === 0) continue;
    const seedFor = (what: number) => seedOf(seed, sweep, what);
    sampler.drawUsers(seedFor(0));
    if (keep) noteCrowded(state, users, s * width);
    users.learn(seedFor(1));
    sampler.drawItems(seedFor(2));
    if (keep)
      rated.forEach((item, at) => {
        state.itemMeans.set(items.means.subarray(at * stride, at * stride + width), position(item));
        state.itemMeans[position(item)] += prior[item];
      });
    items.learn(seedFor(3));
    sampler.drawNoise(seedFor(4));
  }
  return state;
}

/** Mean and precision of all users' factors; one more user, right at 0 and of variance 1, keeps both finite. */
function noteCrowded(
  { populationMeans, populationPrecision }: Sampled,
  users: FactorSide,
  from: number,
): void {
  const { factors, width, stride, rowCount } = users;
  for (let k = 0; k < width; k++) {
    let sum = 0;
    for (let user = 0; user < rowCount; user++) sum += factors[user * stride + k];
    const mean = sum / (rowCount + 1);
    let squares = 1;
    for (let user = 0; user < rowCount; user++) squares += (factors[user * stride + k] - mean) ** 2;
    populationMeans[from + k] = mean;
    populationPrecision[from + k] = (rowCount + 1) / squares;
  }
}

/** Items nobody rated are what their side features say. */
function expectUnrated(
  { row, itemMeans }: Sampled,
  items: FactorSide,
  known: readonly { all: SparseMatrix; fact: Int32Array }[],
  prior: Float64Array,
  position: (item: number) => number,
): void {
  const { width, stride } = items;
  for (let item = 0; item < row.length; item++) {
    if (row[item] >= 0) continue;
    const from = position(item);
    for (let k = 0; k < width; k++) itemMeans[from + k] = items.weights(0)[k];
    known.forEach(({ all, fact }, kind) => {
      const weights = items.weights(2 + kind);
      for (let e = all.offsets[item]; e < all.offsets[item + 1]; e++) {
        const at = fact[all.columns[e]];
        if (at < 0) continue;
        for (let k = 0; k < width; k++) itemMeans[from + k] += all.values[e] * weights[at * stride + k];
      }
    });
    itemMeans[from] += prior[item];
  }
}
