import { drained } from '../math/steps.js';
import { topItems } from '../math/top-items.js';
import type { UserPreferences } from '../data/user-preferences.js';
import type { StarPredictor } from '../rating-prediction/star-predictor.js';
import { tellingItems } from '../rating-prediction/telling-items.js';
import { knownTo } from '../scores/known-to.js';
import type { Models } from '../scores/scorers.js';
import { varied } from '../order/variety.js';

/** How much a first page of items to rate gives up in popularity for variety. */
const ONBOARDING_DIVERSITY = 0.5;
/** Items to rate are chosen among so many that somebody is most likely to know. */
const TELLING_POOL = 400;
/** A first page of items to rate is chosen among so many times the items asked for, up to so many more. */
const ONBOARDING_POOL = { times: 5, more: 200 };

/** Items that somebody is asked to rate. */
export class ItemsToRate {
  constructor(
    private readonly models: Models,
    private readonly stars: StarPredictor,
  ) {}

  /**
   * Those whose ratings can be expected to say most about somebody, the most telling first.
   *
   * @param allowed  which may be asked for, ascending
   * @param self     the user's own row in the training ratings
   */
  telling(user: UserPreferences, allowed: readonly number[], limit: number, self?: number): number[] {
    const known = knownTo(this.models, user, self);
    const pool = topItems(allowed, known, Math.max(limit, TELLING_POOL));
    return tellingItems(this.stars, user, pool, known, limit);
  }

  /** Well-known, varied ones for someone's first page. */
  firstPage(allowed: readonly number[], limit: number): number[] {
    const popularity = this.models.popularity.score();
    const highest = popularity.reduce((high, value) => Math.max(high, value), 0) || 1;
    const { times, more } = ONBOARDING_POOL;
    const pool = topItems(allowed, popularity, Math.min(times * limit, limit + more));
    const relevance = (item: number) => popularity[item] / highest;
    return drained(varied(this.models.content.features, pool, relevance, limit, ONBOARDING_DIVERSITY));
  }
}
