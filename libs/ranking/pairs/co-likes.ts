import { LIKED_FROM, type RatingsMatrix } from '../data/interactions.js';
import { weightOf } from '../data/user-weights.js';

/**
 * Two items are alike as far as people who like both are more than chance would have. So many people who like both just as
 * often as chance are added to those there are: a few say little, however far they are above it.
 */
const SHRINKAGE = 5;
/** Nothing is said on the word of fewer people. */
export const FEWEST_PEOPLE = 5;

/** Who likes an item and other items; all of length itemCount. */
export interface CoLikes {
  /** How many people like both. */
  people: Int32Array;
  /**
   * log((both + s) / (chance + s)), at least 0: how much oftener than by chance, shrunk. 0 where fewer than
   * {@link FEWEST_PEOPLE} like both. Unbounded; 1 is nearly three times as often.
   */
  lift: Float32Array;
}

/** How often items are liked by the same people, and how often that would happen by chance. */
export class CoLikeCounts {
  /** Per item: the weight of those who like it. */
  private readonly liked: Float64Array;
  /** Of all likes. */
  private readonly total: number;

  constructor(private readonly ratings: RatingsMatrix) {
    this.liked = new Float64Array(ratings.itemCount);
    for (let user = 0; user < ratings.userCount; user++)
      for (const item of this.likesOf(user)) this.liked[item] += weightOf(ratings, user);
    this.total = this.liked.reduce((sum, likes) => sum + likes, 0);
  }

  /**
   * @param raters  of the item, each once; more of them do no harm
   *
   * Somebody with ℓ likes likes an item j that has n_j of all n likes ℓ·n_j / n times by chance. So
   *
   *   both_j = Σ_u w_u,   chance_j = n_j / n · Σ_u w_u·ℓ_u   over the people u who like the item (and, for both_j, j)
   *
   * A person who likes everything, or an item that everybody likes, says nothing that way. w is the weight of the
   * person's account.
   */
  with(item: number, raters: Iterable<number>): CoLikes {
    const { itemCount } = this.ratings;
    const people = new Int32Array(itemCount);
    const both = new Float64Array(itemCount);
    let likes = 0;
    for (const user of raters) {
      const own = this.likesOf(user);
      if (!own.includes(item)) continue;
      const weight = weightOf(this.ratings, user);
      likes += weight * own.length;
      for (const other of own) {
        people[other]++;
        both[other] += weight;
      }
    }
    const rate = this.total > 0 ? likes / this.total : 0;
    const lift = Float32Array.from(both, (count, other) =>
      people[other] < FEWEST_PEOPLE
        ? 0
        : Math.max(0, Math.log((count + SHRINKAGE) / (rate * this.liked[other] + SHRINKAGE))),
    );
    return { people, lift };
  }

  private likesOf(user: number): number[] {
    const { offsets, items, stars } = this.ratings;
    const own: number[] = [];
    for (let e = offsets[user]; e < offsets[user + 1]; e++) if (stars[e] >= LIKED_FROM) own.push(items[e]);
    return own;
  }
}
