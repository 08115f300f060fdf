/** The lowest rating accepted: MovieLens has half a star where this product's own scale starts at 1. */
export const MIN_STARS = 0.5;
export const MAX_STARS = 5;

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
export function checkStars(stars: number, where: string): void {
  if (!(stars >= MIN_STARS && stars <= MAX_STARS)) {
    throw new RangeError(`${where}: stars must be a number from ${MIN_STARS} to ${MAX_STARS}, got ${stars}`);
  }
}

/** Stars to evidence of liking, chosen on validation data over likes only, stars / 5 and steps. */
const EVIDENCE_EXPONENT = 1.5;

/** (stars / 5)^1.5, 0–1: having seen an item says something, having liked it more. */
export function evidenceOf(stars: number): number {
  return (stars / MAX_STARS) ** EVIDENCE_EXPONENT;
}

/** Collects ratings in any order; a user's later rating of the same item, in the order added, replaces the earlier. */
export class InteractionsBuilder {
  private readonly users = new Map<string, Map<number, number>>();
  private readonly itemIndex = new Map<string, number>();
  private readonly stars: number[] = [];
  private readonly times: number[] = [];
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
    const where = `rating of film "${itemId}" by user "${userId}"`;
    checkStars(stars, where);
    if (!Number.isFinite(time)) throw new RangeError(`${where}: time must be a finite number, got ${time}`);
    let item = this.itemIndex.get(itemId);
    if (item === undefined) this.itemIndex.set(itemId, (item = this.itemIndex.size));
    let row = this.users.get(userId);
    if (!row) this.users.set(userId, (row = new Map()));
    row.set(item, this.stars.length);
    this.stars.push(stars);
    this.times.push(time);
    return this;
  }

  build(): Interactions {
    const rows = [...this.users.values()];
    const size = rows.reduce((sum, row) => sum + row.size, 0);
    const matrix: Interactions = {
      userIds: [...this.users.keys()],
      itemIds: [...this.itemIndex.keys()],
      userCount: rows.length,
      itemCount: this.itemIndex.size,
      offsets: new Int32Array(rows.length + 1),
      items: new Int32Array(size),
      stars: new Float32Array(size),
      times: new Float64Array(size),
      ...(this.weights.size > 0 && {
        weights: Float32Array.from(this.users.keys(), (userId) => this.weights.get(userId) ?? 1),
      }),
    };
    let at = 0;
    rows.forEach((row, user) => {
      for (const [item, entry] of [...row].sort((a, b) => a[0] - b[0])) {
        matrix.items[at] = item;
        matrix.stars[at] = this.stars[entry];
        matrix.times[at] = this.times[entry];
        at++;
      }
      matrix.offsets[user + 1] = at;
    });
    return matrix;
  }
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
    stars: Float32Array.from(entries, (entry) => ratings.stars[entry]),
    times: Float64Array.from(entries, (entry) => ratings.times[entry]),
    ...(ratings.weights && { weights: ratings.weights }),
  };
}
