import type { RatingsMatrix } from '../data/interactions.js';
import { LIKED_FROM } from './popularity.model.js';

/** Who likes each item: the users that gave it four stars or more, ascending. */
export class Likers {
  private readonly offsets: Int32Array;
  private readonly users: Int32Array;
  /** Room for those who are found to like all. */
  private readonly common: Int32Array;

  constructor({ userCount, itemCount, offsets, items, stars }: RatingsMatrix) {
    this.offsets = new Int32Array(itemCount + 1);
    for (let entry = 0; entry < items.length; entry++)
      if (stars[entry] >= LIKED_FROM) this.offsets[items[entry] + 1]++;
    for (let item = 0; item < itemCount; item++) this.offsets[item + 1] += this.offsets[item];
    this.users = new Int32Array(this.offsets[itemCount]);
    this.common = new Int32Array(userCount);
    const next = this.offsets.slice(0, itemCount);
    for (let user = 0; user < userCount; user++)
      for (let entry = offsets[user]; entry < offsets[user + 1]; entry++)
        if (stars[entry] >= LIKED_FROM) this.users[next[items[entry]]++] = user;
  }

  /** How many users like all of some items, at least one. */
  countOfAll(items: readonly number[]): number {
    const { offsets, users, common } = this;
    let count = 0;
    for (let at = offsets[items[0]]; at < offsets[items[0] + 1]; at++) common[count++] = users[at];
    for (let k = 1; k < items.length; k++) {
      const end = offsets[items[k] + 1];
      let kept = 0;
      for (let i = 0, j = offsets[items[k]]; i < count && j < end;) {
        const one = common[i];
        const other = users[j];
        if (one === other) common[kept++] = one;
        if (one <= other) i++;
        if (other <= one) j++;
      }
      count = kept;
    }
    return count;
  }
}
