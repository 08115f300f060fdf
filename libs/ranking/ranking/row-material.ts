import { FEWEST_PEOPLE } from '../pairs/co-likes.js';
import { itemSimilarity } from '../pairs/item-similarity.js';
import { isLiked, ownMiddle } from '../data/user-preferences.js';
import type { RowMaterial } from '../rows/row.js';
import type { Blend } from '../scores/blend.js';
import { withFame } from '../scores/fame.js';
import type { RowFacts } from './row-facts.js';
import type { Models, Source } from '../scores/scorers.js';
import { CLEAR } from './taste-world.js';
import { isInWorld, type UserScores } from '../scores/user-scores.js';

/** Rows are chosen among so many of the best. */
const BEST_ITEMS = 1000;
/** Whether most of the best are poor is asked of so many. */
const JUDGED_BY = 200;
/** How much deep cuts are what few know; see withFame. */
const HIDDEN = -0.6;
/** The share of a world, by how well known its films are, that may be deep cuts: the best known are none. */
const LITTLE_KNOWN = 0.75;
/** Of the world of a taste the first so many may be deep cuts. */
const DEEP_CUTS = 60;

/** Of what has just come out the best so many may be in a row. */
const RECENT = 60;

/** What is at hand when a list has been scored, from which its rows are made. */
export interface Scoring {
  models: Models;
  scores: UserScores;
  blend: Blend;
  weights: Record<Source, number>;
  /** Over these the scores are spread. */
  candidates: readonly number[];
  /** Those of them that may be recommended. */
  allowed: readonly number[];
  /** Best first. */
  list: readonly number[];
  isPoor: (item: number) => boolean;
  /** Predicted, 1 to 5. */
  starsOf: (item: number) => number;
}

/** In steps of some milliseconds. */
export function* rowMaterial(scoring: Scoring, facts: RowFacts): Generator<void, RowMaterial> {
  const { models, scores, blend, allowed, list } = scoring;
  const { items, stars, times } = scores.user;
  const middle = ownMiddle(stars);
  const world = clearWorld(scoring);
  const best = blend.top(allowed, BEST_ITEMS);
  const likedPlaces = [...stars.keys()]
    .filter((k) => isLiked(stars[k], middle))
    .sort((a, b) => stars[b] - stars[a] || times[b] - times[a]);
  yield;
  const cuts = world ? deepCuts(scoring) : [];
  yield;
  const isPoor = remembered(poorForRows(scoring, best));
  yield;
  return {
    list,
    best,
    scoreOf: (item) => blend.rawOf(item),
    ...(world && { world }),
    deepCuts: cuts,
    watchlist: facts.watchlist().filter((item) => !items.includes(item)),
    recent: blend.top(facts.recent(), RECENT),
    owned: best.filter((item) => facts.isOwned(item)),
    rated: [...items],
    liked: likedPlaces.map((k) => ({
      item: items[k],
      stars: stars[k],
      isRare: models.popularity.state.counts[items[k]] < FEWEST_PEOPLE,
    })),
    addedBy: (places, of) =>
      addedBy(
        scoring,
        places.map((place) => likedPlaces[place]),
        of,
      ),
    likeness: (a, b) => itemSimilarity(models.content.features, a, b),
    isPoor,
    isLaterPart: (item) => facts.isLaterPart(item),
    about: (item) => facts.about(item),
    directedBy: (name) => facts.directedBy(name),
  };
}

function clearWorld({ models, scores }: Scoring): RowMaterial['world'] {
  const { liked } = scores.scored.world;
  if (liked.clarity < CLEAR) return undefined;
  const centre = models.world.centre(liked);
  if (!centre) return {};
  return { centre: { axis: centre.axis, name: centre.name, has: (item) => models.world.has(item, centre) } };
}

/** What is of the world of the taste, and not what is best known of it; what few know first. */
function deepCuts({ models, scores, blend, allowed, weights }: Scoring): number[] {
  const ofWorld = allowed.filter((item) => isInWorld(scores, item));
  const fame = models.popularity.score();
  const known = Float32Array.from(ofWorld, (item) => fame[item]).sort();
  const mostKnown = known[Math.floor(known.length * LITTLE_KNOWN)];
  const ofFew = ofWorld.filter((item) => fame[item] < mostKnown);
  return blend.reweighed(withFame(weights, HIDDEN)).top(ofFew, DEEP_CUTS);
}

/** What ratings add to the scores of items by every source whose scores are sums over them; shape [items, positions]. */
function addedBy(
  { scores, blend }: Scoring,
  positions: readonly number[],
  of: readonly number[],
): Float32Array {
  // Terms want ascending positions.
  const order = [...positions.keys()].sort((a, b) => positions[a] - positions[b]);
  const ascending = order.map((at) => positions[at]);
  const sums = new Float32Array(of.length * positions.length);
  for (const { source, terms } of scores.terms) {
    const unit = blend.unitContribution(source);
    if (unit === 0) continue;
    const values = terms(of, ascending);
    for (let row = 0; row < values.length; row += positions.length)
      for (let column = 0; column < positions.length; column++)
        sums[row + order[column]] += unit * values[row + column];
  }
  return sums;
}

/**
 * What is poor in a row. Predicted stars shrink towards everybody's middle: to somebody who gives five to all they rate most
 * of the best seem to be poor, and then it is the quarter of them that is predicted worst, and all below.
 */
function poorForRows({ isPoor, starsOf }: Scoring, best: readonly number[]): (item: number) => boolean {
  const judged = best.slice(0, JUDGED_BY);
  if (judged.filter(isPoor).length <= judged.length / 2) return isPoor;
  const stars = Float64Array.from(judged, starsOf).sort();
  const quarter = stars[Math.floor(stars.length / 4)];
  return (item) => starsOf(item) < quarter;
}

/** Asks of each item once. */
function remembered(ask: (item: number) => boolean): (item: number) => boolean {
  const answers = new Map<number, boolean>();
  return (item) => {
    const answer = answers.get(item) ?? ask(item);
    answers.set(item, answer);
    return answer;
  };
}
