import { userPreferences } from '#ranking/data/user-preferences.js';
import type { Models } from '#ranking/scores/scorers.js';
import { scoreForUser, wholeSources } from '#ranking/scores/user-scores.js';
import { isInWorld, type Taste } from '../panel/taste.js';
import type { EvaluationData } from '../splits/evaluation.data.js';
import { ratersOf } from '../splits/split.js';
import type { UserScores } from '../lists/fold.scores.js';

/** Stars from which somebody's film is looked for. */
const LOVED = 4;
/** So many ratings a lover is known by, apart from their own number: few, and a history of what is best known in their world. */
const KNOWN_BY = [3, 20, 50];
/** A history leaves so many times as many films of the world to be listed. */
const LEFT = 2;
/** Stars of a history, in turn. */
const STARS = [4, 4.5, 5];

/** What a case is made of. */
export type LoverScores = Pick<UserScores, 'preferences' | 'sources' | 'candidates'> & {
  user: Pick<UserScores['user'], 'target'>;
};

interface Given {
  item: number;
  stars: number;
}

/** Lovers among the items of a catalogue, scored by models fitted with all ratings, to which the lovers have given none. */
export class LoverCases {
  private readonly itemIndex: Map<string, number>;
  /** Best known first. */
  private readonly byRaters: number[];

  constructor(
    private readonly models: Models,
    private readonly data: EvaluationData,
  ) {
    this.itemIndex = new Map(data.items.map(({ id }, at) => [id, at]));
    const raters = ratersOf(data.ratings);
    this.byRaters = [...data.items.keys()].sort((a, b) => raters[b] - raters[a] || a - b);
  }

  /**
   * One of the films they love is hidden in turn, to be found among all films by the others: a list that does not follow
   * their world does not find it. The catalogue has all their films.
   */
  *hiddenFilms(tastes: readonly Taste[]): Generator<LoverScores> {
    for (const taste of tastes) {
      const ratings = this.givenBy(taste);
      for (const hidden of ratings) {
        if (hidden.stars < LOVED || !isInWorld(this.data.items[hidden.item], taste.world)) continue;
        const given = ratings.filter((rating) => rating !== hidden);
        yield this.scored(given, new Set([hidden.item]));
      }
    }
  }

  /**
   * All films of their world are to be found, by what they rated, by the first three of these, and by twenty and fifty with
   * the best known of their world where it has enough: whoever has seen much of a world has not left it. What they rated
   * besides the first three is neither given nor looked for, and stands in the way of all weights alike.
   */
  *worlds(tastes: readonly Taste[]): Generator<LoverScores> {
    for (const taste of tastes) {
      const own = this.givenBy(taste);
      const rated = new Set(own.map(({ item }) => item));
      const others = this.byRaters.filter(
        (item) => !rated.has(item) && isInWorld(this.data.items[item], taste.world),
      );
      for (const count of new Set([own.length, ...KNOWN_BY])) {
        const more = Math.max(0, count - own.length);
        if (others.length < LEFT * more || others.length === 0) continue;
        const history = others
          .slice(0, more)
          .map((item, at): Given => ({ item, stars: STARS[at % STARS.length] }));
        yield this.scored([...own.slice(0, count), ...history], new Set(others.slice(more)));
      }
    }
  }

  private givenBy({ rated }: Taste): Given[] {
    return rated.map(([id, , stars]) => ({ item: this.itemIndex.get(id)!, stars }));
  }

  private scored(given: readonly Given[], target: ReadonlySet<number>): LoverScores {
    const preferences = userPreferences(given);
    const known = new Set(given.map(({ item }) => item));
    return {
      preferences,
      sources: wholeSources(scoreForUser(this.models, preferences)),
      candidates: [...this.data.items.keys()].filter((item) => !known.has(item)),
      user: { target },
    };
  }
}
