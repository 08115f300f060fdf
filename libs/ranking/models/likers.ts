import type { RatingsMatrix } from '../data/interactions.js';
import { LIKED_FROM } from './popularity.model.js';

/** Who likes each item: the users that gave it four stars or more, ascending. */
export class Likers {
  private readonly offsets: Int32Array;
  private readonly users: Int32Array;

  constructor({ userCount, itemCount, offsets, items, stars }: RatingsMatrix) {
    this.offsets = new Int32Array(itemCount + 1);
    for (let entry = 0; entry < items.length; entry++)
      if (stars[entry] >= LIKED_FROM) this.offsets[items[entry] + 1]++;
    for (let item = 0; item < itemCount; item++) this.offsets[item + 1] += this.offsets[item];
    this.users = new Int32Array(this.offsets[itemCount]);
    const next = this.offsets.slice(0, itemCount);
    for (let user = 0; user < userCount; user++)
      for (let entry = offsets[user]; entry < offsets[user + 1]; entry++)
        if (stars[entry] >= LIKED_FROM) this.users[next[items[entry]]++] = user;
  }

  /** How many users like all of some items: a walk through who likes each, side by side. */
  countOfAll(items: readonly number[]): number {
    const at = items.map((item) => this.offsets[item]);
    let count = 0;
    for (;;) {
      let highest = -1;
      for (let k = 0; k < items.length; k++) {
        if (at[k] === this.offsets[items[k] + 1]) return count;
        highest = Math.max(highest, this.users[at[k]]);
      }
      let all = true;
      for (let k = 0; k < items.length; k++) {
        if (this.users[at[k]] === highest) continue;
        all = false;
        at[k]++;
      }
      if (!all) continue;
      count++;
      for (let k = 0; k < items.length; k++) at[k]++;
    }
  }
}
