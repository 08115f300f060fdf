import { ItemFeatures } from '../data/feature-matrix.js';
import { Film } from '../data/item.js';
import { votesOf } from '../models/item-votes.js';
import { RatingsMatrix } from '../data/interactions.js';
import { StarChain } from './gibbs-sampler.js';
import { Compact, compactRatings, namedByMany, ownRatings, voteFacts, votePrior } from './side-features.js';
import { Votes } from '../models/popularity.model.js';
import { StarRandom } from './gamma-normal.js';
import { StarSide } from './factor-side.js';
import { SparseMatrix } from '../math/sparse-matrix.js';
import { STAR_DEFAULTS, StarParameters, StarState } from './star-predictor.js';

/** The mean of ratings nobody has given yet. */
const USUAL_STARS = 3.5;

/** What is known of the films beside their ratings. */
export interface FilmFacts {
  votes?: Votes;
  /** Items × names, one matrix for each kind, rows of length about 1. */
  kinds?: readonly SparseMatrix[];
}

/** The facts that say something of how many stars a film gets; people and keywords only add noise. */
export function starFacts(films: readonly Film[], { kinds }: ItemFeatures): FilmFacts {
  const { genres, decade, language, collection } = kinds;
  return { votes: votesOf(films), kinds: [genres, decade, language, collection] };
}

/**
 * Fits the star predictor: a Bayesian factorisation with implicit terms on both sides ("SVD++ flipped"), facts about
 * the films, and people who differ in steadiness. See {@link StarPredictor} for the formula and {@link StarChain} for
 * the sampler. Nothing is tuned to a data set but by the draws themselves. 100,000 ratings take about ten seconds of
 * one core; time grows with ratings · (dimensions + 1)², memory with (people + films) · dimensions · samples.
 *
 * @param ratings  stars on any scale; people and films without ratings are welcome
 * @returns plain data, the same for the same input and seed
 * @see Salakhutdinov, Mnih, "Bayesian Probabilistic Matrix Factorization using MCMC", ICML 2008
 * @see Rendle, Zhang, Koren, "On the Difficulty of Evaluating Baselines", 2019
 * @see Lakshminarayanan, Bouchard, Archambeau, "Robust Bayesian Matrix Factorisation", AISTATS 2011
 */
export function fitStars(
  ratings: RatingsMatrix,
  facts: FilmFacts = {},
  changed: Partial<StarParameters> = {},
): StarState {
  const parameters = { ...STAR_DEFAULTS, ...changed };
  const { stars } = ratings;
  const mean = stars.length === 0 ? USUAL_STARS : stars.reduce((sum, value) => sum + value, 0) / stars.length;
  const variance = stars.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, stars.length);
  const scale = Math.sqrt(variance) || 1;
  const prior = votePrior(ratings.itemCount, facts.votes, parameters).map((value) => value / scale);
  const compact = compactRatings(ratings, (value, item) => (value - mean) / scale - prior[item]);
  return { parameters, mean, scale, ...sample(ratings.itemCount, compact, facts, prior, parameters) };
}

type Sampled = Omit<StarState, 'parameters' | 'mean' | 'scale'>;

function sample(
  itemCount: number,
  compact: Compact,
  { votes, kinds = [] }: FilmFacts,
  prior: Float64Array,
  parameters: StarParameters,
): Sampled {
  const { byUser, byItem, rated } = compact;
  const width = parameters.dimensions + 1;
  const { samples, warmUp, spacing } = parameters;
  const random = new StarRandom(parameters.seed);
  const known = [...(votes ? [voteFacts(itemCount, votes, parameters)] : []), ...kinds].map((kind) =>
    namedByMany(kind, rated),
  );
  const users = new StarSide(byUser.rowCount, width, [ownRatings(byUser, parameters.userPower)], random);
  const itemFacts = [ownRatings(byItem, parameters.itemPower), ...known.map((kind) => kind.ofRated)];
  const items = new StarSide(byItem.rowCount, width, itemFacts, random);
  const chain = new StarChain(byUser, byItem, users, items, parameters.noiseShape, random);

  const state: Sampled = {
    row: new Int32Array(itemCount).fill(-1),
    itemDraws: new Float32Array(rated.length * samples * width),
    ratedWeights: new Float32Array(rated.length * samples * width),
    itemMeans: new Float32Array(itemCount * samples * width),
    userMeans: new Float64Array(samples * width),
    userPrecision: new Float64Array(samples * width),
    crowdMeans: new Float64Array(samples * width),
    crowdPrecision: new Float64Array(samples * width).fill(1),
    noise: new Float64Array(samples),
  };
  rated.forEach((item, at) => (state.row[item] = at));

  for (let sweep = 1; sweep <= warmUp + samples * spacing; sweep++) {
    const keep = sweep > warmUp && (sweep - warmUp) % spacing === 0;
    const s = (sweep - warmUp) / spacing - 1;
    const place = (item: number) => (item * samples + s) * width;
    if (keep) {
      state.userMeans.set(users.weights(0), s * width);
      state.userPrecision.set(users.precision, s * width);
      state.noise[s] = chain.usualNoise;
      rated.forEach((item, at) => {
        const from = at * width;
        state.itemDraws.set(items.factors.subarray(from, from + width), place(at));
        state.itemDraws[place(at)] += prior[item];
        state.ratedWeights.set(users.weights(1).subarray(from, from + width), place(at));
      });
      expectUnrated(state, items, known, prior, place);
    }
    if (rated.length === 0) continue;
    chain.drawUsers();
    if (keep) noteCrowd(state, users, s * width);
    users.learn(random);
    chain.drawItems((at, mean) => {
      if (!keep) return;
      state.itemMeans.set(mean, place(rated[at]));
      state.itemMeans[place(rated[at])] += prior[rated[at]];
    });
    items.learn(random);
    chain.drawNoise();
  }
  return state;
}

/** Mean and precision of everybody's factors; one more person, right at 0 and of variance 1, keeps both finite. */
function noteCrowd({ crowdMeans, crowdPrecision }: Sampled, users: StarSide, from: number): void {
  const { factors, width, rowCount } = users;
  for (let k = 0; k < width; k++) {
    let sum = 0;
    for (let user = 0; user < rowCount; user++) sum += factors[user * width + k];
    const mean = sum / (rowCount + 1);
    let squares = 1;
    for (let user = 0; user < rowCount; user++) squares += (factors[user * width + k] - mean) ** 2;
    crowdMeans[from + k] = mean;
    crowdPrecision[from + k] = (rowCount + 1) / squares;
  }
}

/** Films nobody rated are what their facts say. */
function expectUnrated(
  { row, itemMeans }: Sampled,
  items: StarSide,
  known: readonly { all: SparseMatrix; fact: Int32Array }[],
  prior: Float64Array,
  place: (item: number) => number,
): void {
  const { width } = items;
  for (let item = 0; item < row.length; item++) {
    if (row[item] >= 0) continue;
    const from = place(item);
    for (let k = 0; k < width; k++) itemMeans[from + k] = items.weights(0)[k];
    known.forEach(({ all, fact }, kind) => {
      const weights = items.weights(2 + kind);
      for (let e = all.offsets[item]; e < all.offsets[item + 1]; e++) {
        const at = fact[all.columns[e]];
        if (at < 0) continue;
        for (let k = 0; k < width; k++) itemMeans[from + k] += all.values[e] * weights[at * width + k];
      }
    });
    itemMeans[from] += prior[item];
  }
}
