import { LIKED_FROM, type Interactions } from '#ranking/data/interactions.js';
import { fitItemLinear, ITEM_LINEAR_DEFAULTS, ItemLinearModel } from '#ranking/models/item-linear.model.js';
import { type UserPreferences, userPreferences } from '#ranking/data/user-preferences.js';
import { topItems } from '#ranking/math/top-items.js';
import { keepRatings, likesOf, ratersOf } from '../splits/split.js';

/** The best of 30 to 1,000 for users held out of the training users of two folds of the sample. */
const EASE_RIDGE = 100;
/** Items that an item is compared with. */
const ITEM_NEIGHBOURS = 100;
const ALL_STARS = 5;

/** The well-known methods every ranking is compared with. They know likes (4 stars or more) and nothing else. */
export class Baselines {
  private readonly likes: Float32Array;
  private readonly ease: ItemLinearModel;
  private readonly neighbours: ItemNeighbours;

  constructor(train: Interactions) {
    const likes = keepRatings(train, (entry) => train.stars[entry] >= LIKED_FROM);
    likes.stars.fill(ALL_STARS);
    const plain = { ...ITEM_LINEAR_DEFAULTS, ridge: EASE_RIDGE, dropout: 0, contentWeight: 0 };
    this.likes = Float32Array.from(ratersOf(likes));
    this.ease = new ItemLinearModel(fitItemLinear(likes, undefined, plain));
    this.neighbours = new ItemNeighbours(likes);
  }

  /** Per item; higher is better. */
  score(preferences: UserPreferences): Record<string, Float32Array> {
    const liked = [...preferences.items].filter((_, k) => preferences.stars[k] >= LIKED_FROM);
    return {
      'baseline-likes': this.likes,
      'baseline-item-knn': this.neighbours.score(liked),
      'baseline-ease': this.ease.score(userPreferences(liked.map((item) => ({ item, stars: ALL_STARS })))),
    };
  }
}

/**
 * Item-kNN: s_j = Σ_i cos(i, j) over the liked items i that have j among their 100 nearest, the cosine of the two items'
 * likes.
 *
 * @see Deshpande, Karypis, "Item-Based Top-N Recommendation Algorithms", TOIS 2004
 */
export class ItemNeighbours {
  private readonly nearest: { items: number[]; cosines: number[] }[];

  constructor(likes: Interactions) {
    const { itemCount, items, offsets } = likes;
    const counts = ratersOf(likes);
    const users: number[][] = Array.from({ length: itemCount }, () => []);
    for (let user = 0; user < likes.userCount; user++)
      for (const entry of likesOf(likes, user)) users[items[entry]].push(user);
    const both = new Float64Array(itemCount);
    this.nearest = users.map((users, item) => {
      const met: number[] = [];
      for (const user of users) {
        for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
          const other = items[entry];
          if (other !== item && both[other]++ === 0) met.push(other);
        }
      }
      for (const other of met) both[other] /= Math.sqrt(counts[item] * counts[other]);
      const near = topItems(
        met.sort((a, b) => a - b),
        both,
        ITEM_NEIGHBOURS,
      );
      const cosines = near.map((other) => both[other]);
      for (const other of met) both[other] = 0;
      return { items: near, cosines };
    });
  }

  score(liked: readonly number[]): Float32Array {
    const scores = new Float32Array(this.nearest.length);
    for (const item of liked) {
      const { items, cosines } = this.nearest[item];
      items.forEach((other, k) => (scores[other] += cosines[k]));
    }
    return scores;
  }
}
