import { Blend } from '../scores/blend.js';
import { type FeatureSource, likedThings, type LikedThings } from './liked-things.js';
import type { Evidence } from './recommendation.js';
import type { Contributions } from '../models/scorer.js';
import { itemSimilarity } from '../pairs/item-similarity.js';
import type { RowTheme } from '../rows/row.js';
import { CONTRIBUTION_OF, type Models, type Source } from '../scores/scorers.js';
import type { UserScores } from '../scores/user-scores.js';
import type { WorldFeature } from '../models/world.model.js';
import { FEWEST_PEOPLE } from '../pairs/co-likes.js';
import type { NeighbourEvidence } from '../models/user-knn.model.js';

const MAX_LIKED_ITEMS = 3;
/** How often one liked item may be the first reason within so many places. */
const MOST_NAMED = { times: 6, places: 50 };
/** How often one of these may be as the second of two: two in one sentence leave fewer for other places. */
const MOST_SECOND = 2;
/** So many of the strongest are looked at for the one named least. */
const MAX_CANDIDATES = 12;
/** Of liked items that carry at least this share of what the strongest does, the one named least in the list is named. */
const NEARLY_EQUAL = 0.75;
/** A liked item shares a sentence with another that carries at least this share of what it does. */
const SAYS_AS_MUCH = 0.6;
/** Of two items less alike than this the title of the one says little of the other: what they share is told before. */
const ALIKE = 0.2;
/** What few have rated speaks for those alone that are so much like it: what it adds to others is a guess from its genres. */
const ALIKE_TO_RARE = 0.35;
const MAX_GENRES = 2;
const MAX_PEOPLE = 2;
const MAX_THEMES = 1;
/** One film is no world. */
const MIN_OF_WORLD = 2;

/** Kinds of reasons that name what two items share. */
const SHARED: ReadonlySet<Evidence['kind']> = new Set(['person', 'collection', 'keyword']);
/** Worlds that say where a film is from. */
const PLACES: ReadonlySet<string> = new Set(['language', 'region', 'country']);

/** Items that are explained after each other, with what their scores are made of. */
interface Prepared {
  items: readonly number[];
  /** By every source whose scores are sums over the rated items: what each liked item adds to each, shape [items, liked]. */
  terms: readonly { source: Source; values: Float32Array }[];
  /** Of each item. */
  evidence: readonly NeighbourEvidence[];
}

/** A reason and what it is sorted by. */
interface Ordered {
  reason: Evidence;
  order: number;
}

/**
 * Why each of the items of a list is recommended, read off the terms its score is made of. A source gives a reason only when it lifts
 * the item above the average candidate and its contribution is positive; a term only when it is itself positive. What a
 * reason names is therefore always part of the score, by `strength`.
 */
export class Explainer {
  /** How often each of the liked items has been named in the list so far. */
  private readonly named: Uint16Array;
  /** How often each item is the first reason among the present places. */
  private readonly first = new Map<string, number>();
  /** And how often the second of two in it. */
  private readonly second = new Map<string, number>();
  private readonly likedFeatures: LikedThings['features'];
  /** Places of the liked items among the ratings, ascending. */
  private readonly liked: readonly number[];
  /** Places among `liked` of those that few have rated. */
  private readonly rare: readonly number[];
  /** The items of `liked`, by id. */
  private readonly indexOfLiked: ReadonlyMap<string, number>;
  /** What each of the liked items adds to the item that is explained now; here once, because a list asks so often. */
  private readonly strengths: Float32Array;
  /** How many of the liked items have a feature of the world, by the feature. */
  private readonly ofWorld = new Map<string, number>();

  private constructor(
    private readonly models: Models,
    private readonly scores: UserScores,
    private readonly blend: Blend,
    private readonly itemIds: readonly string[],
    { liked, features }: LikedThings,
    private readonly prepared: Prepared,
  ) {
    const { user } = scores;
    this.liked = liked;
    this.likedFeatures = features;
    this.strengths = new Float32Array(liked.length);
    const { counts } = models.popularity.state;
    this.rare = [...liked.keys()].filter((p) => counts[user.items[liked[p]]] < FEWEST_PEOPLE);
    this.indexOfLiked = new Map(liked.map((k) => [itemIds[user.items[k]], user.items[k]]));
    this.named = new Uint16Array(liked.length);
  }

  /**
   * One that knows the user and the items, made in steps: with thousands of ratings it takes tens of milliseconds.
   *
   * @param items  those to be explained, by their places
   */
  static *inSteps(
    models: Models,
    scores: UserScores,
    blend: Blend,
    itemIds: readonly string[],
    items: readonly number[],
  ): Generator<void, Explainer> {
    const things = yield* likedThings(models, scores.user);
    const terms: Prepared['terms'][number][] = [];
    for (const { source, terms: termsOf } of scores.terms) {
      terms.push({ source, values: termsOf(items, things.liked) });
      yield;
    }
    const evidence = models.userKnn.evidence(scores.scored.userKnn.neighbours, items);
    return new Explainer(models, scores, blend, itemIds, things, { items, terms, evidence });
  }

  /**
   * Of the item at a place of the list, strongest first; of nearly equal ones the item named least so far. To be asked
   * for in the list's order.
   */
  reasons(at: number, contributions: Contributions): Evidence[] {
    const { items, evidence } = this.prepared;
    const item = items[at];
    const contributionsAboveMean = (source: Source) =>
      contributions[CONTRIBUTION_OF[source]] > 0 && this.blend.contributionAboveMean(source, item) > 0;
    const named = <Kind extends 'genre' | 'person' | 'collection' | 'keyword'>(
      source: FeatureSource,
      kind: Kind,
      limit: number,
    ) => (contributionsAboveMean(source) ? this.features(source, kind, item, limit) : []);
    if (at % MOST_NAMED.places === 0) for (const counts of [this.first, this.second]) counts.clear();
    const found = this.likedItems(at, contributionsAboveMean);
    const add = (reasons: readonly Evidence[]) => {
      for (const reason of reasons) found.push({ reason, order: reason.strength });
    };
    if (contributionsAboveMean('userKnn')) add(this.similarUsers(item, evidence[at]));
    add(named('genres', 'genre', MAX_GENRES));
    add(named('people', 'person', MAX_PEOPLE));
    add(named('collection', 'collection', MAX_THEMES));
    add(named('keywords', 'keyword', MAX_THEMES));
    // Not of a film that is there because few know it.
    if (contributionsAboveMean('popularity') && this.blend.unitContribution('popularity') > 0)
      add(this.popular(item));
    const sorted = found.sort((a, b) => b.order - a.order).map(({ reason }) => reason);
    const world = contributionsAboveMean('world') ? this.world(item) : [];
    const own = this.joined(item, this.varied(this.sharedFirst(item, sorted, world)));
    if (world.length === 0) return own;
    // What the whole list has in common comes after what is this film's own, though it weighs more.
    const all = [...own.slice(0, 1), ...world, ...own.slice(1)];
    return all.filter((reason, k) => all.indexOf(reason) === k);
  }

  /** Puts what two items share, or where both are from, before the title of a liked one that is little like this one. */
  private sharedFirst(item: number, reasons: Evidence[], world: readonly Evidence[]): Evidence[] {
    const at = reasons.findIndex(({ kind }) => kind === 'liked-film');
    const title = reasons[at];
    if (title?.kind !== 'liked-film' || reasons.slice(0, at).some(({ kind }) => SHARED.has(kind)))
      return reasons;
    const liked = this.indexOfLiked.get(title.item)!;
    if (this.isAlike(item, liked, ALIKE)) return reasons;
    const shared =
      reasons.find(({ kind }) => SHARED.has(kind)) ??
      world.find((reason) => reason.kind === 'world' && PLACES.has(reason.axis));
    return shared ? reasons.filter((reason) => reason !== shared).toSpliced(at, 0, shared) : reasons;
  }

  private isAlike(one: number, other: number, least: number): boolean {
    return itemSimilarity(this.models.content.features, one, other, least) >= least;
  }

  /**
   * Puts two liked items into one sentence where both say nearly as much and enough people like them and this one. Both
   * count as named.
   */
  private joined(item: number, reasons: Evidence[]): Evidence[] {
    const one = reasons.find((reason) => reason.kind === 'liked-film');
    if (!one) return reasons;
    const isFirst = one === reasons[0];
    for (const other of reasons) {
      if (other.kind !== 'liked-film' || other === one || other.strength < SAYS_AS_MUCH * one.strength)
        continue;
      const times = this.first.get(other.item) ?? 0;
      const asSecond = this.second.get(other.item) ?? 0;
      if (isFirst && (times >= MOST_NAMED.times || asSecond >= MOST_SECOND)) continue;
      const [likedOne, likedOther] = [one, other].map((reason) => this.indexOfLiked.get(reason.item)!);
      const people = this.models.userKnn.likers.countOfAll([item, likedOne, likedOther]);
      if (people < FEWEST_PEOPLE) continue;
      if (isFirst) {
        this.first.set(other.item, times + 1);
        this.second.set(other.item, asSecond + 1);
      }
      const both: Evidence = { ...one, with: { item: other.item, people } };
      return reasons.flatMap((reason) => (reason === one ? [both] : reason === other ? [] : [reason]));
    }
    return reasons;
  }

  /**
   * The reasons of an item that stands in a row: what the row is about first, where it is part of the score.
   *
   * @param reasons  those that it has by itself
   */
  ofTheme(theme: RowTheme, item: number, reasons: Evidence[]): Evidence[] {
    const isTheme = (reason: Evidence) =>
      (theme.kind === 'director' && reason.kind === 'person' && reason.name === theme.name) ||
      (theme.kind === 'liked-film' &&
        reason.kind === 'liked-film' &&
        reason.item === this.itemIds[theme.item]);
    const first =
      reasons.find(isTheme) ?? (theme.kind === 'liked-film' ? this.likedItem(theme.item, item) : undefined);
    return first ? [first, ...reasons.filter((reason) => !isTheme(reason))] : reasons;
  }

  /** What a liked item adds to the score of an item of the list; undefined when it adds nothing. */
  private likedItem(liked: number, item: number): Evidence | undefined {
    const { items, stars } = this.scores.user;
    const p = this.liked.findIndex((k) => items[k] === liked);
    const at = this.prepared.items.indexOf(item);
    const strength = this.prepared.terms.reduce(
      (sum, { source, values }) =>
        sum + values[at * this.liked.length + p] * this.blend.unitContribution(source),
      0,
    );
    if (p < 0 || !(strength > 0)) return undefined;
    return { kind: 'liked-film', item: this.itemIds[liked], stars: stars[this.liked[p]], strength };
  }

  /** A liked item, or a place, that has been the first reason too often gives way to the next one, and is left out when there is none. */
  private varied(reasons: Evidence[]): Evidence[] {
    const times = (reason: Evidence) => this.first.get(nameOf(reason) ?? '') ?? 0;
    const first = reasons.find((reason) => times(reason) < MOST_NAMED.times);
    const name = first && nameOf(first);
    if (name !== undefined) this.first.set(name, times(first!) + 1);
    if (first === reasons[0]) return reasons;
    return first ? [first, ...reasons.filter((reason) => reason !== first)] : [];
  }

  /** The feature of the user's world that most speaks for the item, when films they liked have it. */
  private world(item: number): Evidence[] {
    const found = this.models.world
      .named(this.scores.scored.world.liked, item)
      .find((feature) => this.likedOf(feature) >= MIN_OF_WORLD);
    if (!found) return [];
    const { axis, name } = found;
    const liked = this.likedOf(found);
    const strength = this.blend.contributionAboveMean('world', item);
    return [{ kind: 'world', axis, name, liked, of: this.liked.length, strength }];
  }

  /** How many of the liked items have a feature. */
  private likedOf(feature: WorldFeature): number {
    const key = `${feature.axis} ${feature.column}`;
    let count = this.ofWorld.get(key);
    if (count === undefined) {
      const { items } = this.scores.user;
      count = this.liked.filter((k) => this.models.world.has(items[k], feature)).length;
      this.ofWorld.set(key, count);
    }
    return count;
  }

  private likedItems(at: number, takesPart: (source: Source) => boolean): Ordered[] {
    const { liked, strengths, prepared } = this;
    const { items, stars } = this.scores.user;
    const item = prepared.items[at];
    strengths.fill(0);
    for (const { source, values } of prepared.terms) {
      if (!takesPart(source)) continue;
      const unitContribution = this.blend.unitContribution(source);
      for (let p = 0; p < liked.length; p++) strengths[p] += values[at * liked.length + p] * unitContribution;
    }
    for (const p of this.rare)
      if (strengths[p] > 0 && !this.isAlike(item, items[liked[p]], ALIKE_TO_RARE)) strengths[p] = 0;
    return this.leastNamed(item).map(({ position: p, order }) => ({
      order,
      reason: {
        kind: 'liked-film',
        item: this.itemIds[items[liked[p]]],
        stars: stars[liked[p]],
        strength: strengths[p],
      },
    }));
  }

  /** The series of an item; −1 for one of none. */
  private seriesOf(item: number): number {
    const { offsets, columns } = this.models.content.features.kinds.collection;
    // At most one for each.
    return offsets[item] < offsets[item + 1] ? columns[offsets[item]] : -1;
  }

  /**
   * The liked items to name for one item of the list, by `strengths`: each time, of parts of its series, then of those nearly as
   * strong as the strongest left, the one named least so far. It takes the strongest's place in the order of reasons. Of parts
   * of one series nobody reads why another film is named before them.
   */
  private leastNamed(item: number): { position: number; order: number }[] {
    const { strengths, named } = this;
    const series = this.seriesOf(item);
    const isPart = (p: number) =>
      series >= 0 && this.seriesOf(this.scores.user.items[this.liked[p]]) === series;
    const left = strongestOf(strengths, MAX_CANDIDATES);
    if (series >= 0)
      for (let p = 0; p < strengths.length; p++)
        if (strengths[p] > 0 && isPart(p) && !left.includes(p)) left.push(p);
    const chosen: { position: number; order: number }[] = [];
    while (left.length > 0 && chosen.length < MAX_LIKED_ITEMS) {
      const order = strengths[left[0]];
      const hasPart = series >= 0 && left.some(isPart);
      let least = -1;
      for (let k = 0; k < left.length; k++) {
        if (!(hasPart ? isPart(left[k]) : strengths[left[k]] >= NEARLY_EQUAL * order)) continue;
        if (least < 0 || named[left[k]] < named[left[least]]) least = k;
      }
      chosen.push({ position: left[least], order });
      left.splice(least, 1);
    }
    // Readers see the first; the others are behind it.
    if (chosen.length > 0) named[chosen[0].position]++;
    return chosen;
  }

  private similarUsers(item: number, evidence: NeighbourEvidence): Evidence[] {
    if (evidence.raters < FEWEST_PEOPLE) return [];
    return [
      {
        kind: 'similar-users',
        ...evidence,
        neighbours: this.scores.scored.userKnn.neighbours.length,
        strength: this.blend.contributionAboveMean('userKnn', item),
      },
    ];
  }

  private features<Kind extends 'genre' | 'person' | 'collection' | 'keyword'>(
    source: FeatureSource,
    kind: Kind,
    item: number,
    limit: number,
  ): { kind: Kind; name: string; strength: number }[] {
    const { content } = this.models;
    const isLiked = this.likedFeatures[source];
    const unitContribution = this.blend.unitContribution(source);
    const { names } = content.features.kinds[source];
    const strongest: { kind: Kind; name: string; strength: number }[] = [];
    content.eachTerm(this.scores.profileOf(item), source, item, (column, value) => {
      const strength = value * unitContribution;
      if (!(strength > 0) || isLiked[column] === 0) return;
      let at = strongest.length;
      while (at > 0 && strongest[at - 1].strength < strength) at--;
      if (at === limit) return;
      strongest.splice(at, 0, { kind, name: names[column], strength });
      if (strongest.length > limit) strongest.pop();
    });
    return strongest;
  }

  private popular(item: number): Evidence[] {
    const { counts, meanStars } = this.models.popularity.state;
    return [
      {
        kind: 'popular',
        raters: counts[item],
        ...(counts[item] >= FEWEST_PEOPLE ? { meanStars: meanStars[item] } : {}),
        strength: this.blend.contributionAboveMean('popularity', item),
      },
    ];
  }
}

/** Places of the highest values above 0, best first; of equal ones the first. At most `most`, which are few. */
function strongestOf(values: Float32Array, most: number): number[] {
  const found: number[] = [];
  for (let p = 0; p < values.length; p++) {
    const value = values[p];
    if (!(value > 0) || (found.length === most && value <= values[found[most - 1]])) continue;
    if (found.length < most) found.push(p);
    let at = found.length - 1;
    for (; at > 0 && values[found[at - 1]] < value; at--) found[at] = found[at - 1];
    found[at] = p;
  }
  return found;
}

/** What is counted of a reason that comes first: a liked item, a place; others may come as often as they do. */
function nameOf(reason: Evidence): string | undefined {
  if (reason.kind === 'liked-film') return reason.item;
  return reason.kind === 'world' ? `${reason.axis} ${reason.name}` : undefined;
}
