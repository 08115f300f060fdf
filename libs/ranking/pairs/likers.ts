import { LIKED_FROM, type RatingsMatrix } from '../data/interactions.js';

/** Who likes each item: the users that gave it four stars or more, ascending. */
export class Likers {
  private readonly offsets: Int32Array;
  private readonly users: Int32Array;
  /** Of each user, while it is counted who likes all: 2^k of who likes the first k + 1 items, else less; 0 in between. */
  private readonly marks: Uint8Array;

  constructor({ userCount, itemCount, offsets, items, stars }: RatingsMatrix) {
    this.offsets = new Int32Array(itemCount + 1);
    for (let entry = 0; entry < items.length; entry++)
      if (stars[entry] >= LIKED_FROM) this.offsets[items[entry] + 1]++;
    for (let item = 0; item < itemCount; item++) this.offsets[item + 1] += this.offsets[item];
    this.users = new Int32Array(this.offsets[itemCount]);
    this.marks = new Uint8Array(userCount);
    const next = this.offsets.slice(0, itemCount);
    for (let user = 0; user < userCount; user++)
      for (let entry = offsets[user]; entry < offsets[user + 1]; entry++)
        if (stars[entry] >= LIKED_FROM) this.users[next[items[entry]]++] = user;
  }

  /** How many users like all of some items, one to eight. Without a branch for each, which no processor could foresee. */
  countOfAll(items: readonly number[]): number {
    const { offsets, users, marks } = this;
    const [first, last] = [items[0], items[items.length - 1]];
    if (items.length === 1) return offsets[first + 1] - offsets[first];
    for (let at = offsets[first]; at < offsets[first + 1]; at++) marks[users[at]] = 1;
    for (const item of items.slice(1, -1))
      for (let at = offsets[item]; at < offsets[item + 1]; at++) marks[users[at]] <<= 1;
    let count = 0;
    for (let at = offsets[last]; at < offsets[last + 1]; at++)
      count += marks[users[at]] >> (items.length - 2);
    for (let at = offsets[first]; at < offsets[first + 1]; at++) marks[users[at]] = 0;
    return count;
  }
}
