import type { Blend } from '../scores/blend.js';
import type { CounterEvidence, TasteWorld } from './recommendation.js';
import type { Models, Source } from '../scores/scorers.js';
import { isInWorld, type UserScores } from '../scores/user-scores.js';
import type { FeatureKind } from '../data/feature-matrix.js';
import { isLiked, ownMiddle } from '../data/user-preferences.js';
import { FEWEST_PEOPLE } from '../pairs/co-likes.js';

/** Of each kind that names something, so many of the strongest are told. */
const MAX_OF_KIND = 2;
/** What takes less than a five-hundredth of the score’s range off an item is not worth telling. */
const LEAST = 0.002;
/** A feature counts as one the user rates low from so many rated items with it. One film of somebody is enough to go by. */
const FEATURES = [
  { source: 'genres', kind: 'genre', fewest: 2 },
  { source: 'people', kind: 'person', fewest: 1 },
  { source: 'keywords', kind: 'keyword', fewest: 2 },
] as const satisfies { source: FeatureKind & Source; kind: string; fewest: number }[];

interface Context {
  itemIds: readonly string[];
  /** What the user's taste is about, when it is clear. */
  world?: TasteWorld;
}

/**
 * What speaks against an item, read off the terms its score is made of as the reasons for one are: a source is told of only
 * when it drags the item below the average candidate, a film or a feature only when its own term does. Strongest first.
 */
export function counterEvidence(
  item: number,
  models: Models,
  scores: UserScores,
  blend: Blend,
  { itemIds, world }: Context,
): CounterEvidence[] {
  const dragOf = (source: Source) => Math.max(0, -blend.contributionAboveMean(source, item));
  const middle = ownMiddle(scores.user.stars);
  const found: CounterEvidence[] = [
    ...dislikedItems(item, scores, blend, itemIds, middle),
    ...FEATURES.flatMap((feature) => lowFeatures(item, models, scores, blend, feature, middle)),
    ...similarUsers(item, models, scores, middle, dragOf('userKnn')),
  ];
  const { counts } = models.popularity.state;
  // Not to somebody who asks for what few know: then that speaks for it.
  if (blend.unitContribution('popularity') > 0)
    found.push({ kind: 'little-known', raters: counts[item], strength: dragOf('popularity') });
  found.push({ kind: 'low-votes', strength: dragOf('quality') });
  found.push({ kind: 'unlike-plots', strength: dragOf('plot') });
  if (world && !isInWorld(scores, item)) {
    const { axis, name, liked, of } = world;
    found.push({ kind: 'outside-world', axis, name, liked, of, strength: dragOf('world') });
  }
  return found.filter(({ strength }) => strength >= LEAST).sort((a, b) => b.strength - a.strength);
}

/** The items the user gave few stars that take most off the score, over every source whose scores are sums over rated items. */
function dislikedItems(
  item: number,
  { user, terms }: UserScores,
  blend: Blend,
  itemIds: readonly string[],
  middle: number,
): CounterEvidence[] {
  const { items, stars } = user;
  const disliked = [...items.keys()].filter((k) => stars[k] < middle && !isLiked(stars[k], middle));
  const sums = new Float64Array(disliked.length);
  for (const { source, terms: termsOf } of terms) {
    const unit = blend.unitContribution(source);
    termsOf([item], disliked).forEach((value, p) => (sums[p] += value * unit));
  }
  return strongest(
    disliked.map((k, p) => ({
      kind: 'disliked-film',
      item: itemIds[items[k]],
      stars: stars[k],
      strength: -sums[p],
    })),
  );
}

/** Features of the item that the user's ratings speak against, and that they gave fewer stars than their middle. */
function lowFeatures(
  item: number,
  { content }: Models,
  { user, profileOf }: UserScores,
  blend: Blend,
  { source, kind, fewest }: (typeof FEATURES)[number],
  middle: number,
): CounterEvidence[] {
  const { offsets, columns, names } = content.features.kinds[source];
  const unit = blend.unitContribution(source);
  const terms = content.terms(profileOf(item), source, item);
  return strongest(
    terms.flatMap(({ name, value }) => {
      if (value * unit >= 0) return [];
      const has = (rated: number) =>
        columns.subarray(offsets[rated], offsets[rated + 1]).some((column) => names[column] === name);
      const stars = [...user.stars].filter((_, k) => has(user.items[k]));
      const meanStars = stars.reduce((sum, one) => sum + one, 0) / stars.length;
      const isLow = stars.length >= fewest && meanStars < middle;
      return isLow ? [{ kind, name, rated: stars.length, meanStars, strength: -value * unit }] : [];
    }),
  );
}

function similarUsers(
  item: number,
  { userKnn }: Models,
  { scored }: UserScores,
  middle: number,
  strength: number,
): CounterEvidence[] {
  const { neighbours } = scored.userKnn;
  if (neighbours.length < FEWEST_PEOPLE) return [];
  const [{ raters, meanStars }] = userKnn.evidence(neighbours, [item]);
  if (raters < FEWEST_PEOPLE) return [{ kind: 'unseen-by-similar', strength }];
  return meanStars < middle ? [{ kind: 'similar-users', raters, meanStars, strength }] : [];
}

const strongest = (found: CounterEvidence[]) =>
  found.sort((a, b) => b.strength - a.strength).slice(0, MAX_OF_KIND);
