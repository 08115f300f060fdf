import { Blend } from './blend.js';
import type { Contributions, Evidence } from './recommendation.js';
import type { RowTheme } from '../rows/row.js';
import { topItems } from '../math/top-items.js';
import { CONTRIBUTION_OF, type Models, type Source } from './scorers.js';
import type { UserScores } from './user-scores.js';
import { isLiked, ownMiddle, type UserPreferences } from '../data/user-preferences.js';
import type { WorldFeature } from '../models/world.model.js';
import { FEWEST_PEOPLE } from '../models/co-likes.js';
import type { NeighbourEvidence } from '../models/user-knn.model.js';

const MAX_LIKED_ITEMS = 3;
/** How often one liked item may be the first reason within so many places. */
const MOST_NAMED = { times: 6, places: 50 };
/** So many of the strongest are looked at for the one named least. */
const MAX_CANDIDATES = 12;
/** Someone with more liked items reads of those they liked best, the latest first. */
const MAX_NAMEABLE = 60;
/** Of liked items that carry at least this share of what the strongest does, the one named least in the list is named. */
const NEARLY_EQUAL = 0.75;
const MAX_GENRES = 2;
const MAX_USERS = 2;
/** One film is no world. */
const MIN_OF_WORLD = 2;

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
  /** Genres of which the user liked at least as many items as not. */
  private readonly likedGenres: ReadonlySet<string>;
  /** Who took part in a liked item: to somebody who only dislikes all others are as good, and none is a reason. */
  private readonly likedPeople: ReadonlySet<string>;
  /** Of each item of the list. */
  private readonly evidence: NeighbourEvidence[];
  /** Places of the liked items among the ratings, ascending. */
  private readonly liked: number[];
  /** 0, 1, 2 … of `liked`. */
  private readonly positions: number[];
  /**
   * What each of the liked items adds to the score of each item of the list, shape [items, liked], by every source whose
   * scores are sums over the rated items.
   */
  private readonly terms: { source: Source; values: Float32Array }[];

  constructor(
    private readonly models: Models,
    private readonly scores: UserScores,
    private readonly blend: Blend,
    private readonly itemIds: readonly string[],
    private readonly items: readonly number[],
  ) {
    const { user } = scores;
    const { stars, times } = user;
    const middle = ownMiddle(stars);
    this.liked = [...stars.keys()]
      .filter((k) => isLiked(stars[k], middle))
      .sort((a, b) => stars[b] - stars[a] || times[b] - times[a])
      .slice(0, MAX_NAMEABLE)
      .sort((a, b) => a - b);
    this.positions = [...this.liked.keys()];
    this.named = new Uint16Array(this.liked.length);
    this.likedGenres = likedGenres(models, user, middle);
    this.likedPeople = likedPeople(models, user, middle);
    this.terms = scores.terms.map(({ source, terms }) => ({ source, values: terms(items, this.liked) }));
    this.evidence = models.userKnn.evidence(scores.scored.userKnn.neighbours, items);
  }

  /**
   * Of the item at a place of the list, strongest first; of nearly equal ones the item named least so far. To be asked
   * for in the list's order.
   */
  reasons(at: number, contributions: Contributions): Evidence[] {
    const item = this.items[at];
    const contributionsAboveMean = (source: Source) =>
      contributions[CONTRIBUTION_OF[source]] > 0 && this.blend.contributionAboveMean(source, item) > 0;
    if (at % MOST_NAMED.places === 0) this.first.clear();
    const sorted = [
      ...this.likedItems(at, contributionsAboveMean),
      ...[
        ...(contributionsAboveMean('userKnn') ? this.similarUsers(at) : []),
        ...(contributionsAboveMean('genres')
          ? this.features('genres', 'genre', item, MAX_GENRES, (name) => this.likedGenres.has(name))
          : []),
        ...(contributionsAboveMean('people')
          ? this.features('people', 'person', item, MAX_USERS, (name) => this.likedPeople.has(name))
          : []),
        // Not of a film that is there because few know it.
        ...(contributionsAboveMean('popularity') && this.blend.unitContribution('popularity') > 0
          ? this.popular(item)
          : []),
      ].map((reason) => ({ reason, order: reason.strength })),
    ]
      .sort((a, b) => b.order - a.order)
      .map(({ reason }) => reason);
    const reasons = this.varied(sorted);
    // What the whole list has in common comes after what is this film's own, though it weighs more.
    if (contributionsAboveMean('world')) reasons.splice(1, 0, ...this.world(item));
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
    const at = this.items.indexOf(item);
    const strength = this.terms.reduce(
      (sum, { source, values }) =>
        sum + values[at * this.liked.length + p] * this.blend.unitContribution(source),
      0,
    );
    if (p < 0 || !(strength > 0)) return undefined;
    return { kind: 'liked-film', item: this.itemIds[liked], stars: stars[this.liked[p]], strength };
  }

  /** An item that has been the first reason too often gives way to the next one, and is left out when there is none. */
  private varied(reasons: Evidence[]): Evidence[] {
    const times = (reason: Evidence) =>
      reason.kind === 'liked-film' ? (this.first.get(reason.item) ?? 0) : 0;
    const first = reasons.find((reason) => times(reason) < MOST_NAMED.times);
    if (first?.kind === 'liked-film') this.first.set(first.item, times(first) + 1);
    return first ? [first, ...reasons.filter((reason) => reason !== first)] : [];
  }

  /** The feature of the user's world that most speaks for the item, when films they liked have it. */
  private world(item: number): Evidence[] {
    const { world: model } = this.models;
    const { user, scored } = this.scores;
    const ofMine = (feature: WorldFeature) =>
      this.liked.filter((k) => model.has(user.items[k], feature)).length;
    const [found] = model
      .named(scored.world.liked, item)
      .map((feature) => ({ ...feature, liked: ofMine(feature) }))
      .filter(({ liked }) => liked >= MIN_OF_WORLD);
    if (!found) return [];
    const { axis, name, liked } = found;
    const strength = this.blend.contributionAboveMean('world', item);
    return [{ kind: 'world', axis, name, liked, of: this.liked.length, strength }];
  }

  private likedItems(at: number, takesPart: (source: Source) => boolean): Ordered[] {
    const { liked } = this;
    const { items, stars } = this.scores.user;
    const strengths = new Float32Array(liked.length);
    for (const { source, values } of this.terms) {
      if (!takesPart(source)) continue;
      const unitContribution = this.blend.unitContribution(source);
      for (let p = 0; p < liked.length; p++) strengths[p] += values[at * liked.length + p] * unitContribution;
    }
    return this.leastNamed(strengths).map(({ position: p, order }) => ({
      order,
      reason: {
        kind: 'liked-film',
        item: this.itemIds[items[liked[p]]],
        stars: stars[liked[p]],
        strength: strengths[p],
      },
    }));
  }

  /**
   * The liked items to name for one item of the list: each time, of those nearly as strong as the strongest left, the
   * one named least so far. It takes the strongest's place in the order of reasons.
   */
  private leastNamed(strengths: Float32Array): { position: number; order: number }[] {
    const left = topItems(this.positions, strengths, MAX_CANDIDATES).filter((p) => strengths[p] > 0);
    const chosen: { position: number; order: number }[] = [];
    while (left.length > 0 && chosen.length < MAX_LIKED_ITEMS) {
      const order = strengths[left[0]];
      const position = left
        .filter((p) => strengths[p] >= NEARLY_EQUAL * order)
        .reduce((best, p) => (this.named[p] < this.named[best] ? p : best));
      left.splice(left.indexOf(position), 1);
      chosen.push({ position, order });
    }
    // Readers see the first; the others are behind it.
    if (chosen.length > 0) this.named[chosen[0].position]++;
    return chosen;
  }

  private similarUsers(at: number): Evidence[] {
    const evidence = this.evidence[at];
    if (evidence.raters < FEWEST_PEOPLE) return [];
    return [
      {
        kind: 'similar-users',
        ...evidence,
        neighbours: this.scores.scored.userKnn.neighbours.length,
        strength: this.blend.contributionAboveMean('userKnn', this.items[at]),
      },
    ];
  }

  private features<Kind extends 'genre' | 'person'>(
    source: 'genres' | 'people',
    kind: Kind,
    item: number,
    limit: number,
    mayBeNamed: (name: string) => boolean,
  ): { kind: Kind; name: string; strength: number }[] {
    const unitContribution = this.blend.unitContribution(source);
    return this.models.content
      .terms(this.scores.scored.content.profile, source, item)
      .map(({ name, value }) => ({ kind, name, strength: value * unitContribution }))
      .filter(({ name, strength }) => strength > 0 && mayBeNamed(name))
      .sort((a, b) => b.strength - a.strength)
      .slice(0, limit);
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

function likedGenres({ content }: Models, user: UserPreferences, middle: number): ReadonlySet<string> {
  const { offsets, columns, names } = content.features.kinds.genres;
  const balance = new Map<string, number>();
  user.items.forEach((item, k) => {
    if (Number.isNaN(user.stars[k])) return;
    for (const column of columns.subarray(offsets[item], offsets[item + 1])) {
      const name = names[column];
      balance.set(name, (balance.get(name) ?? 0) + (isLiked(user.stars[k], middle) ? 1 : -1));
    }
  });
  return new Set([...balance].flatMap(([name, more]) => (more >= 0 ? [name] : [])));
}

function likedPeople(
  { content }: Models,
  { items, stars }: UserPreferences,
  middle: number,
): ReadonlySet<string> {
  const { offsets, columns, names } = content.features.kinds.people;
  const liked = [...items].filter((_, k) => isLiked(stars[k], middle));
  return new Set(
    liked.flatMap((item) =>
      [...columns.subarray(offsets[item], offsets[item + 1])].map((column) => names[column]),
    ),
  );
}
