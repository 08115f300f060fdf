import type { RatingsMatrix } from '../data/interactions.js';
import type { Votes } from '../data/item-votes.js';
import { preferencesOf, type UserPreferences } from '../data/user-preferences.js';
import { type FitContext, scorer } from './scorer.js';
import {
  AXES,
  type AxisFeatures,
  axisFeatures,
  HABITS,
  type NamedAxis,
  WORLD_AXES,
  type WorldAxis,
} from './world-axes.js';

export interface WorldParameters {
  /** α: a feature's lift is shrunk towards 1 as if so many films more had had it as often as everybody's have. */
  shrinkage: number;
  /** The clarity at which each axis begins to count, as a share of its own `ordinary`. */
  ordinary: number;
  /** No axis counts for more than this much clarity above the ordinary, in nats. */
  clearest: number;
  /** Nor do all together, weighted. */
  clearestInAll: number;
  /** θ: log-lift at which a film is half in the world. */
  edge: number;
  /** The share of the audience that the catalogue makes, each film alike: nobody has rated most of it. */
  catalogueShare: number;
  /** So many votes of the average rating are mixed into each film's own. */
  voteShrinkage: number;
}

export const WORLD_DEFAULTS: WorldParameters = {
  shrinkage: 2,
  ordinary: 1,
  clearest: 2,
  clearestInAll: 1.5,
  edge: 1,
  catalogueShare: 0.2,
  voteShrinkage: 50,
};

/**
 * Lifts of few films are shrunk, so whether a film is in their world would stay open, however much of one kind they are. Axes other
 * than those of habit are taken so many times more, up to `most`, that the films of a taste speak for each
 * other with `reach` log-lift; of n films with `films` / (films + n) of it, and the less so the less clear the taste is between
 * `from` and `full`.
 */
const OF_FEW = { reach: 2, films: 20, most: 4, from: 0.1, full: 0.35 };

/** Factors are multiplied before their logarithm is taken, while the product and its inverse are larger than this. */
const LEAST_PRODUCT = 1e-200;

/** Stars from which a film counts as one that the audience took to. */
const TAKEN_TO = 3;

export interface WorldState {
  parameters: WorldParameters;
  axes: Record<WorldAxis, AxisFeatures>;
  /** How far the votes of a wider public lie above the average film's, shrunk, in points of 10; 0 without votes. */
  quality: Float32Array;
}

export function fitWorld(
  { items, ratings, votes }: Pick<FitContext, 'items' | 'ratings' | 'votes'>,
  parameters: WorldParameters = WORLD_DEFAULTS,
): WorldState {
  const weights = audienceOf(ratings, parameters.catalogueShare);
  const axes = AXES.map((axis) => [axis, axisFeatures(axis, items, weights)]);
  return {
    parameters,
    axes: Object.fromEntries(axes) as Record<WorldAxis, AxisFeatures>,
    quality: qualityOf(votes, parameters.voteShrinkage),
  };
}

/** Each item's share of what everybody likes; they sum to 1, unless there are no items. */
function audienceOf({ itemCount, items, stars }: RatingsMatrix, catalogueShare: number): Float64Array {
  const counts = new Float64Array(itemCount);
  let total = 0;
  for (let entry = 0; entry < items.length; entry++) {
    if (stars[entry] < TAKEN_TO) continue;
    counts[items[entry]]++;
    total++;
  }
  const even = total === 0 ? 1 : catalogueShare;
  return counts.map((count) => even / itemCount + (total === 0 ? 0 : ((1 - even) * count) / total));
}

/** @see "Bayesian average" of IMDb's top list: (Σ votes + m·mean) / (n + m) */
function qualityOf({ average, count }: Votes, shrinkage: number): Float32Array {
  let sum = 0;
  let voted = 0;
  for (let item = 0; item < count.length; item++) {
    if (count[item] === 0) continue;
    sum += average[item];
    voted++;
  }
  const mean = voted === 0 ? 0 : sum / voted;
  return average.map((own, item) => (count[item] * (own - mean)) / (count[item] + shrinkage));
}

/** The features of an axis by their share of what everybody likes. */
interface Audience {
  /** Each once. */
  shares: Float64Array;
  /** Σ of the features that have it. */
  masses: Float64Array;
  /** Of each feature, which of the shares. */
  shareOf: Int32Array;
}

function audienceByShare({ audience }: AxisFeatures): Audience {
  const places = new Map<number, number>();
  const shareOf = Int32Array.from(audience, (share) => {
    const place = places.get(share) ?? places.size;
    places.set(share, place);
    return place;
  });
  const masses = new Float64Array(places.size);
  shareOf.forEach((place, f) => (masses[place] += audience[f]));
  return { shares: Float64Array.from(places.keys()), masses, shareOf };
}

/** What a taste says along one axis. */
interface Direction {
  axis: WorldAxis;
  /** κ ≥ 0: how much it counts. */
  strength: number;
  /** How well the other films of the taste foresee each of its films, in log-lift. */
  foreseen: number;
  /** λ of each feature: log of how much more often the taste has it than everybody. */
  lifts: Float64Array;
  /** Σ ℓ of the films that have it. */
  found: Float64Array;
}

/** The world of a taste: empty for one like everybody's. */
export interface World {
  directions: Direction[];
  /** G ≥ 0: how clear the taste is; at most `clearestInAll`. */
  clarity: number;
  /** n: how many films speak for it, in liked films. */
  films: number;
}

const NO_WORLD: World = { directions: [], clarity: 0, films: 0 };

/** A feature of a world, in words that can be told. */
export interface WorldFeature {
  axis: NamedAxis;
  name: string;
  column: number;
}

/**
 * Which films belong to the world of somebody's taste. A taste of liked films with weights ℓ has the feature f in
 * x_f = Σ ℓ_i [f ∈ i] of its n = Σ ℓ_i films, where everybody's likes have it in the share q_f. How much more often is
 *
 *   λ_f = ln( (x_f + α) / (n·q_f + α) ),
 *
 * the posterior of a ratio under a Gamma(α, α) prior: one French film is no taste, seven of eight are. A film's log-lift
 * along an axis (language, genre …) is s(i) = Σ λ_f over its features. The clarity of an axis is by how much the other
 * films of the taste foresee each of its films better than any film that people like:
 *
 *   c = Σ_i ℓ_i/n · s₋ᵢ(i) − Σ_f q_f·λ_f     (s₋ᵢ: without film i)
 *
 * in nats: a cross-validated relative of the divergence between profile and population, so that a taste which is broad,
 * or like everybody's, or of one film, has about none. With κ = weight · min(c − ordinary, clearest) where that is
 * positive, a film is in the world by m(i) = 1 / (1 + exp(θ − Σ κ·s(i))) and the score is G·m(i), G = Σ κ up to
 * `clearestInAll`. It saturates: within the world other sources decide. In m, not in G, κ is larger where a taste is of few
 * films ({@link OF_FEW}).
 *
 * Where dislikes outweigh likes the world of what is disliked is taken off in the same way.
 *
 * @see Steck, "Calibrated Recommendations", RecSys 2018: a list should have a person's interests in their proportions
 * @see Abdollahpouri et al., "User-centered Evaluation of Popularity Bias", UMAP 2021: whom lists of what is popular fail
 * @see Cronen-Townsend, Zhou, Croft, "Predicting Query Performance", SIGIR 2002: clarity as divergence from the collection
 * @see DuMouchel, "Bayesian Data Mining in Large Frequency Tables", The American Statistician 1999: shrunk ratios
 */
export class WorldModel {
  private readonly audiences: Record<WorldAxis, Audience>;

  constructor(readonly state: WorldState) {
    const audiences = AXES.map((axis) => [axis, audienceByShare(state.axes[axis])]);
    this.audiences = Object.fromEntries(audiences) as Record<WorldAxis, Audience>;
  }

  /** The world of what somebody likes. Their own order of rating does not matter: a taste outlasts a week. */
  likedWorld({ items, stars }: UserPreferences): World {
    return this.worldOf(
      items,
      preferencesOf(stars).map((value) => Math.max(value, 0) ** 2),
    );
  }

  /** The world of what somebody dislikes, as far as dislikes outweigh likes. A hated film counts as much as a loved one. */
  dislikedWorld({ items, stars }: UserPreferences): World {
    const preferences = preferencesOf(stars);
    const weights = preferences.map((value) => (2 * Math.min(value, 0)) ** 2);
    const films = sumOf(weights);
    const liked = sumOf(preferences.map((value) => Math.max(value, 0) ** 2));
    if (films <= liked) return NO_WORLD;
    const world = this.worldOf(items, weights);
    return { ...world, clarity: (world.clarity * (films - liked)) / (films + liked) };
  }

  private worldOf(items: Int32Array, weights: Float32Array): World {
    const films = sumOf(weights);
    if (films === 0) return NO_WORLD;
    const directions = AXES.flatMap((axis) => this.direction(axis, items, weights, films));
    const clarity = directions.reduce((sum, { strength }) => sum + strength, 0);
    return {
      directions: ofFew(directions, clarity, films),
      clarity: Math.min(clarity, this.state.parameters.clearestInAll),
      films,
    };
  }

  /** What the films say along an axis; nothing when that is not clear. */
  private direction(axis: WorldAxis, items: Int32Array, weights: Float32Array, films: number): Direction[] {
    const { shrinkage, clearest, ordinary } = this.state.parameters;
    const { offsets, columns, audience } = this.state.axes[axis];
    const { shares, masses, shareOf } = this.audiences[axis];
    const found = new Float64Array(audience.length);
    const there = new Int32Array(audience.length);
    let count = 0;
    for (let k = 0; k < items.length; k++) {
      if (weights[k] === 0) continue;
      for (let e = offsets[items[k]]; e < offsets[items[k] + 1]; e++) {
        const f = columns[e];
        if (found[f] === 0) there[count++] = f;
        found[f] += weights[k];
      }
    }
    // λ of what none of the films has, by its share: most features are of few films, and many shares are the same.
    const missing = new Float64Array(shares.length);
    let everybody = 0;
    for (let at = 0; at < shares.length; at++) {
      missing[at] = Math.log(shrinkage / (films * shares[at] + shrinkage));
      everybody += masses[at] * missing[at];
    }
    const liftsThere = new Float64Array(count);
    // Films foresee themselves no worse than others do, so their own foresight is at most this; of most tastes it is not enough.
    let most = 0;
    for (let at = 0; at < count; at++) {
      const f = there[at];
      liftsThere[at] = Math.log((found[f] + shrinkage) / (films * audience[f] + shrinkage));
      everybody += audience[f] * (liftsThere[at] - missing[shareOf[f]]);
      most += (found[f] / films) * liftsThere[at];
    }
    const { weight, ordinary: ofAxis } = WORLD_AXES[axis];
    const needed = everybody + ordinary * ofAxis;
    if (most <= needed) return [];
    let own = 0;
    for (let k = 0; k < items.length; k++) {
      if (weights[k] === 0) continue;
      const others = Math.max(films - weights[k], 0);
      // The logarithm of a product: one for each film.
      let ratios = 1;
      let sum = 0;
      for (let e = offsets[items[k]]; e < offsets[items[k] + 1]; e++) {
        const f = columns[e];
        ratios *= (Math.max(found[f] - weights[k], 0) + shrinkage) / (others * audience[f] + shrinkage);
        if (ratios > LEAST_PRODUCT && ratios < 1 / LEAST_PRODUCT) continue;
        sum += Math.log(ratios);
        ratios = 1;
      }
      own += (weights[k] / films) * (sum + Math.log(ratios));
    }
    const strength = weight * Math.min(Math.max(own - needed, 0), clearest);
    if (strength === 0) return [];
    const lifts = new Float64Array(audience.length);
    for (let f = 0; f < lifts.length; f++) lifts[f] = missing[shareOf[f]];
    for (let at = 0; at < count; at++) lifts[there[at]] = liftsThere[at];
    return [{ axis, strength, foreseen: own, lifts, found }];
  }

  /** m of every item, 0–1, times the world's clarity; all 0 where there is none. Length itemCount. */
  score({ directions, clarity }: World): Float32Array {
    const { quality, parameters } = this.state;
    const scores = new Float32Array(quality.length);
    if (clarity === 0) return scores;
    for (const { axis, strength, lifts } of directions) {
      const { offsets, columns } = this.state.axes[axis];
      for (let item = 0; item < scores.length; item++)
        scores[item] += strength * sumBetween(lifts, columns, offsets[item], offsets[item + 1]);
    }
    for (let item = 0; item < scores.length; item++)
      scores[item] = clarity / (1 + Math.exp(parameters.edge - scores[item]));
    return scores;
  }

  /** How an item's features that can be named speak for a world, the strongest first; only those that do. */
  named({ directions }: World, item: number): WorldFeature[] {
    const found: { feature: WorldFeature; value: number }[] = [];
    for (const { axis, strength, lifts } of directions) {
      const { offsets, columns, names } = this.state.axes[axis];
      if (names.length === 0) continue;
      for (let e = offsets[item]; e < offsets[item + 1]; e++) {
        const column = columns[e];
        const value = strength * lifts[column];
        if (value > 0)
          found.push({ feature: { axis: axis as NamedAxis, name: names[column], column }, value });
      }
    }
    return found.sort((a, b) => b.value - a.value).map(({ feature }) => feature);
  }

  /** The feature that most of a world shares: the one that says most of it. */
  centre({ directions, films }: World): WorldFeature | undefined {
    let best: (WorldFeature & { value: number }) | undefined;
    for (const { axis, strength, lifts, found } of directions) {
      const { names } = this.state.axes[axis];
      for (let column = 0; column < names.length; column++) {
        const value = (strength * lifts[column] * found[column]) / films;
        if (value > (best?.value ?? 0))
          best = { axis: axis as NamedAxis, name: names[column], column, value };
      }
    }
    return best && { axis: best.axis, name: best.name, column: best.column };
  }

  /** Whether an item has a feature. */
  has(item: number, { axis, column }: WorldFeature): boolean {
    const { offsets, columns } = this.state.axes[axis];
    for (let e = offsets[item]; e < offsets[item + 1]; e++) if (columns[e] === column) return true;
    return false;
  }
}

export const worldScorer = scorer({
  title: 'the world of a clear taste',
  sources: {
    // With more a list of few ratings is nothing but a world guessed.
    world: { contribution: 'genres', absolute: true, ceiling: 50 },
    acclaim: { contribution: 'popularity', absolute: true },
    quality: { contribution: 'popularity' },
  },
  fit: (context, changed?: Partial<WorldParameters>) => fitWorld(context, { ...WORLD_DEFAULTS, ...changed }),
  load: (state: WorldState) => new WorldModel(state),
  score(model, { user }) {
    const liked = model.likedWorld(user);
    const scores = model.score(liked);
    const { quality } = model.state;
    // Within the world, what a wider public thinks of a film: few people here know most of it.
    const acclaim = new Float32Array(scores.length);
    if (liked.clarity > 0)
      for (let item = 0; item < scores.length; item++) acclaim[item] = scores[item] * quality[item];
    const disliked = model.dislikedWorld(user);
    if (disliked.clarity > 0) {
      const against = model.score(disliked);
      for (let item = 0; item < scores.length; item++) scores[item] -= against[item];
    }
    return {
      liked,
      sources: { world: { scores }, acclaim: { scores: acclaim }, quality: { scores: quality } },
    };
  },
  parameters: ({ parameters }) => parameters,
});

/** The same directions, as far as a taste of few films needs it a multiple as strong. */
function ofFew(directions: readonly Direction[], clarity: number, films: number): Direction[] {
  const reached = directions.reduce(
    (sum, { strength, foreseen }) => sum + strength * Math.max(foreseen, 0),
    0,
  );
  const wanted = (OF_FEW.reach * OF_FEW.films) / (OF_FEW.films + films);
  const times = Math.max(1, Math.min(wanted / reached, OF_FEW.most));
  const share = Math.max(0, Math.min((clarity - OF_FEW.from) / (OF_FEW.full - OF_FEW.from), 1));
  const sharper = 1 + share * (times - 1);
  return directions.map((direction) =>
    HABITS.has(direction.axis) ? direction : { ...direction, strength: direction.strength * sharper },
  );
}

function sumOf(values: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum;
}

/** Σ of the values that stand at some places. */
function sumBetween(values: Float64Array, places: Int32Array, from: number, end: number): number {
  let sum = 0;
  for (let e = from; e < end; e++) sum += values[places[e]];
  return sum;
}
