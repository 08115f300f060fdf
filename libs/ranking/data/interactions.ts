/** The lowest rating accepted: MovieLens has half a star where this product's own scale starts at 1. */
export const MIN_STARS = 0.5;
export const MAX_STARS = 5;
/** Stars from which a rating counts as "liked it". */
export const LIKED_FROM = 4;

/**
 * Ratings as a sparse matrix, users × items, compressed by row: user u's ratings are entries
 * `offsets[u] … offsets[u + 1] - 1`, items ascending, each pair at most once.
 * Plain typed arrays, so that it can be posted to a worker thread or written to a file as it is.
 */
export interface RatingsMatrix {
  userCount: number;
  itemCount: number;
  /** Length userCount + 1. */
  offsets: Int32Array;
  /** Item index of each entry, in [0, itemCount). */
  items: Int32Array;
  /** Stars of each entry, 0.5–5. */
  stars: Float32Array;
  /** When it was rated, seconds since 1970. */
  times: Float64Array;
  /** How much each user's ratings weigh, above 0 to 1: see accountWeight. All 1 when left out. Length userCount. */
  weights?: Float32Array;
}

/** Ratings with the ids behind their rows and columns. */
export interface Interactions extends RatingsMatrix {
  userIds: string[];
  itemIds: string[];
}

/** @throws RangeError naming the value, when `stars` is not a number from 0.5 to 5 */
export function checkStars(stars: number, where: () => string): void {
  if (!(stars >= MIN_STARS && stars <= MAX_STARS)) {
    throw new RangeError(`${where()}: stars must be a number from ${MIN_STARS} to ${MAX_STARS}, got ${stars}`);
  }
}

/** Stars to evidence of liking, chosen on validation data over likes only, stars / 5 and steps. */
const EVIDENCE_EXPONENT = 1.5;

/** Of half stars: it is asked for every rating there is. */
const EVIDENCE = Float64Array.from(
  { length: 2 * MAX_STARS + 1 },
  (_, halves) => (halves / 2 / MAX_STARS) ** EVIDENCE_EXPONENT,
);

/** (stars / 5)^1.5, 0–1: having seen an item says something, having liked it more. */
export function evidenceOf(stars: number): number {
  const halves = 2 * stars;
  return Number.isInteger(halves) ? EVIDENCE[halves] : (stars / MAX_STARS) ** EVIDENCE_EXPONENT;
}

/** An array that grows as numbers are added: by a half each time, so that each is copied about three times. */
class Growing<T extends Int32Array | Float32Array | Float64Array> {
  length = 0;

  constructor(private array: T) {}

  push(value: number): void {
    if (this.length === this.array.length) {
      const Type = this.array.constructor as new (length: number) => T;
      const larger = new Type(Math.ceil(this.length * 1.5) + 1024);
      larger.set(this.array);
      this.array = larger;
    }
    this.array[this.length++] = value;
  }

  /** What was added; a view that is good until the next one. */
  get values(): T {
    return this.array.subarray(0, this.length) as T;
  }
}

/**
 * Collects ratings in any order; a user's later rating of the same item, in the order added, replaces the earlier. Ids are kept
 * once; a rating takes 20 bytes, and as much again while the matrix is built.
 */
export class InteractionsBuilder {
  private readonly userIndex = new Map<string, number>();
  private readonly itemIndex = new Map<string, number>();
  private readonly users = new Growing(new Int32Array(0));
  private readonly items = new Growing(new Int32Array(0));
  private readonly stars = new Growing(new Float32Array(0));
  private readonly times = new Growing(new Float64Array(0));
  private readonly weights = new Map<string, number>();

  /** How much this user's ratings weigh; 1 when it is not said. */
  weigh(userId: string, weight: number): this {
    this.weights.set(userId, weight);
    return this;
  }

  /**
   * @param time  seconds since 1970
   * @throws RangeError when stars are not a number from 0.5 to 5 or time is not a finite number
   */
  add(userId: string, itemId: string, stars: number, time: number): this {
    // The words are put together only when they are said: this is called for every rating there is.
    if (!(stars >= MIN_STARS && stars <= MAX_STARS) || !Number.isFinite(time)) {
      const where = `rating of film "${itemId}" by user "${userId}"`;
      checkStars(stars, () => where);
      throw new RangeError(`${where}: time must be a finite number, got ${time}`);
    }
    this.users.push(indexIn(this.userIndex, userId));
    this.items.push(indexIn(this.itemIndex, itemId));
    this.stars.push(stars);
    this.times.push(time);
    return this;
  }

  build(): Interactions {
    const { offsets, entries } = this.inOrder();
    const [items, stars, times] = [this.items.values, this.stars.values, this.times.values];
    return {
      userIds: [...this.userIndex.keys()],
      itemIds: [...this.itemIndex.keys()],
      userCount: this.userIndex.size,
      itemCount: this.itemIndex.size,
      offsets,
      items: gathered(items, entries),
      stars: gathered(stars, entries),
      times: gathered(times, entries),
      ...(this.weights.size > 0 && {
        weights: Float32Array.from(this.userIndex.keys(), (userId) => this.weights.get(userId) ?? 1),
      }),
    };
  }

  /** The entries by user and item, of each pair the last; user u's begin at offsets[u]. */
  private inOrder(): { offsets: Int32Array; entries: Int32Array } {
    const [users, items] = [this.users.values, this.items.values];
    const starts = new Int32Array(this.userIndex.size + 1);
    for (const user of users) starts[user + 1]++;
    for (let user = 0; user < this.userIndex.size; user++) starts[user + 1] += starts[user];
    const entries = new Int32Array(users.length);
    const next = starts.slice();
    users.forEach((user, entry) => (entries[next[user]++] = entry));
    const offsets = new Int32Array(starts.length);
    let kept = 0;
    for (let user = 0; user < this.userIndex.size; user++) {
      const row = entries.subarray(starts[user], starts[user + 1]);
      row.sort((a, b) => items[a] - items[b] || a - b);
      for (let k = 0; k < row.length; k++)
        if (k + 1 === row.length || items[row[k + 1]] !== items[row[k]]) entries[kept++] = row[k];
      offsets[user + 1] = kept;
    }
    return { offsets, entries: entries.subarray(0, kept) };
  }
}

function indexIn(indices: Map<string, number>, id: string): number {
  let index = indices.get(id);
  if (index === undefined) indices.set(id, (index = indices.size));
  return index;
}

/** The same ratings with `itemIds` as columns, in that order; ratings of other items are left out. */
export function alignItems(ratings: Interactions, itemIds: readonly string[]): Interactions {
  const positions = new Map(itemIds.map((id, index) => [id, index]));
  const columns = Int32Array.from(ratings.itemIds, (id) => positions.get(id) ?? -1);
  const position = (entry: number) => columns[ratings.items[entry]];
  const offsets = new Int32Array(ratings.userCount + 1);
  const kept = new Int32Array(ratings.items.length);
  let count = 0;
  for (let user = 0; user < ratings.userCount; user++) {
    for (let entry = ratings.offsets[user]; entry < ratings.offsets[user + 1]; entry++)
      if (position(entry) >= 0) kept[count++] = entry;
    kept.subarray(offsets[user], count).sort((a, b) => position(a) - position(b));
    offsets[user + 1] = count;
  }
  const entries = kept.subarray(0, count);
  return {
    userIds: ratings.userIds,
    itemIds: [...itemIds],
    userCount: ratings.userCount,
    itemCount: itemIds.length,
    offsets,
    items: entries.map(position),
    stars: gathered(ratings.stars, entries),
    times: gathered(ratings.times, entries),
    ...(ratings.weights && { weights: ratings.weights }),
  };
}

/** The values of some entries. A loop: `from` with a function would make a list of all of them first. */
function gathered<T extends Int32Array | Float32Array | Float64Array>(values: T, entries: Int32Array): T {
  const Type = values.constructor as new (length: number) => T;
  const some = new Type(entries.length);
  for (let at = 0; at < entries.length; at++) some[at] = values[entries[at]];
  return some;
}
