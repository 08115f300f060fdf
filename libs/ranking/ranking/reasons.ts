import { Blend, CONTRIBUTION_OF, Source } from './blend.js';
import type { Contributions, Reason } from './recommendation.js';
import { topItems } from '../math/top-items.js';
import { Models, UserScores } from './user-scores.js';
import type { NeighbourEvidence } from '../models/user-knn.model.js';

/** Sources whose scores are sums over the rated items. */
const CF_SOURCES = ['linear', 'factors', 'sequence'] as const;
type CfSource = (typeof CF_SOURCES)[number];

const MAX_LIKED_ITEMS = 3;
/** Nobody "liked" an item they gave less. */
const MIN_LIKED_STARS = 3.5;
/** Someone with more liked items is told of those they liked best, the latest first. */
const MAX_NAMEABLE = 60;
const MAX_GENRES = 2;
const MAX_USERS = 2;
/** Fewer raters than this are no population to speak of. */
const MIN_SIMILAR_RATERS = 2;

/**
 * Why each of the items of a list is recommended, read off the terms its score is made of. A source gives a reason only when it lifts
 * the item above the average candidate and its contribution is positive; a term only when it is itself positive. What a
 * reason names is therefore always part of the score, by `strength`.
 */
export class Explainer {
  /** Of each item of the list. */
  private readonly evidence: NeighbourEvidence[];
  /** Places of the liked items among the ratings, ascending. */
  private readonly liked: number[];
  /** 0, 1, 2 … of `liked`. */
  private readonly positions: number[];
  /** What each of the liked items adds to the score of each item of the list, by source; shape [items, liked]. */
  private readonly terms: Record<CfSource, Float32Array>;

  constructor(
    private readonly models: Models,
    private readonly scores: UserScores,
    private readonly blend: Blend,
    private readonly itemIds: readonly string[],
    private readonly items: readonly number[],
  ) {
    const { user, person: foldedUser } = scores;
    const { stars, times } = user;
    this.liked = [...stars.keys()]
      .filter((k) => stars[k] >= MIN_LIKED_STARS)
      .sort((a, b) => stars[b] - stars[a] || times[b] - times[a])
      .slice(0, MAX_NAMEABLE)
      .sort((a, b) => a - b);
    this.positions = [...this.liked.keys()];
    this.terms = {
      linear: models.linear.terms(user, items, this.liked),
      factors: models.factors.terms(foldedUser, user, items, this.liked),
      sequence: models.sequence.terms(user, items, this.liked),
    };
    this.evidence = models.neighbourhood.evidence(scores.neighbours, items);
  }

  /** Of the item at a place of the list, strongest first. */
  reasons(at: number, contributions: Contributions): Reason[] {
    const item = this.items[at];
    const contributionsAboveMean = (source: Source) =>
      contributions[CONTRIBUTION_OF[source]] > 0 && this.blend.contributionAboveMean(source, item) > 0;
    return [
      ...this.likedItems(at, CF_SOURCES.filter(contributionsAboveMean)),
      ...(contributionsAboveMean('neighbours') ? this.similarUsers(at) : []),
      ...(contributionsAboveMean('genres') ? this.features('genres', 'genre', item, MAX_GENRES) : []),
      ...(contributionsAboveMean('people') ? this.features('people', 'person', item, MAX_USERS) : []),
      ...(contributionsAboveMean('popularity') ? this.popular(item) : []),
    ].sort((a, b) => b.strength - a.strength);
  }

  private likedItems(at: number, cfSources: readonly CfSource[]): Reason[] {
    const { liked } = this;
    const { items, stars } = this.scores.user;
    const strengths = new Float32Array(liked.length);
    for (const cfSource of cfSources) {
      const unitContribution = this.blend.unitContribution(cfSource);
      const terms = this.terms[cfSource];
      for (let p = 0; p < liked.length; p++) strengths[p] += terms[at * liked.length + p] * unitContribution;
    }
    return topItems(this.positions, strengths, MAX_LIKED_ITEMS)
      .filter((p) => strengths[p] > 0)
      .map((p) => ({
        kind: 'liked-film',
        item: this.itemIds[items[liked[p]]],
        stars: stars[liked[p]],
        strength: strengths[p],
      }));
  }

  private similarUsers(at: number): Reason[] {
    const evidence = this.evidence[at];
    if (evidence.raters < MIN_SIMILAR_RATERS) return [];
    return [
      {
        kind: 'similar-users',
        ...evidence,
        neighbours: this.scores.neighbours.length,
        strength: this.blend.contributionAboveMean('neighbours', this.items[at]),
      },
    ];
  }

  private features(
    source: 'genres' | 'people',
    kind: 'genre' | 'person',
    item: number,
    limit: number,
  ): Reason[] {
    const unitContribution = this.blend.unitContribution(source);
    return this.models.content
      .terms(this.scores.profile, source, item)
      .map(({ name, value }): Reason => ({ kind, name, strength: value * unitContribution }))
      .filter(({ strength }) => strength > 0)
      .sort((a, b) => b.strength - a.strength)
      .slice(0, limit);
  }

  private popular(item: number): Reason[] {
    const { counts, meanStars } = this.models.popularity.state;
    return [
      {
        kind: 'popular',
        raters: counts[item],
        ...(counts[item] > 0 ? { meanStars: meanStars[item] } : {}),
        strength: this.blend.contributionAboveMean('popularity', item),
      },
    ];
  }
}
