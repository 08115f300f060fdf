/** What a list is composed by, beside scores. Items are numbers, as the models have them. */
export interface CompositionRules {
  /** The series an item belongs to. */
  seriesOf: (item: number) => string | undefined;
  /** All items of a series, the first part first; those that the user knows, or may not see, left out. */
  unseenPartsOf: (series: string) => readonly number[];
  directorsOf: (item: number) => readonly string[];
  /** Whether the user is predicted to find it worse than the middle of their own scale. */
  isPoor: (item: number) => boolean;
}

/** An item at its place; `before` is the later part of its series whose place it took. */
export interface Placed {
  item: number;
  before?: number;
}

/** Among the first so many there are at most so many of a series and of a director. */
const VARIED_PLACES = 20;
const MOST_OF_A_SERIES = 2;
const MOST_OF_A_DIRECTOR = 3;
/** What is predicted to be poor comes after these. */
export const GOOD_PLACES = 50;

/**
 * A list as a person would set it up:
 *
 * - the places that the parts of a series have by their scores are taken by its unseen parts, the first part first: no
 *   part stands before an earlier unseen one, and a series has as many places as by merit;
 * - among the first 20 are at most two of a series and three of a director; others follow after those;
 * - what is predicted to be poor follows after the first 50, and the later parts of its series with it.
 *
 * Nothing else moves. With what is placed first the beginning of a list does not depend on how much of `order` is given
 * beyond what it takes to fill 50 places.
 *
 * @param order  best first, each item once
 * @returns as many items
 */
export function compose(order: readonly number[], rules: CompositionRules): Placed[] {
  const placed: Placed[] = [];
  const later: Placed[] = [];
  const poor: { entry: Placed; at: number }[] = [];
  const caps = new Caps(rules);
  const poorSeries = new Set<string>();
  const inOrder = inSeriesOrder(order, rules);
  let at = 0;
  for (; at < inOrder.length && placed.length < GOOD_PLACES; at++) {
    if (placed.length >= VARIED_PLACES) placed.push(...later.splice(0));
    const entry = inOrder[at];
    const series = rules.seriesOf(entry.item);
    if (rules.isPoor(entry.item) || (series !== undefined && poorSeries.has(series))) {
      poor.push({ entry, at });
      if (series !== undefined) poorSeries.add(series);
    } else if (placed.length < VARIED_PLACES && !caps.take(entry.item)) later.push(entry);
    else placed.push(entry);
  }
  return [...placed, ...later, ...poor.map(({ entry }) => entry), ...inOrder.slice(at)];
}

/** The same places, each series' by its unseen parts in their order. */
function inSeriesOrder(order: readonly number[], { seriesOf, unseenPartsOf }: CompositionRules): Placed[] {
  const next = new Map<string, { parts: readonly number[]; at: number }>();
  return order.map((item) => {
    const series = seriesOf(item);
    if (series === undefined) return { item };
    const queue = next.get(series) ?? { parts: unseenPartsOf(series), at: 0 };
    next.set(series, queue);
    const at = queue.at++;
    const part = queue.parts[at] ?? item;
    return queue.parts.indexOf(item) > at ? { item: part, before: item } : { item: part };
  });
}

/** How much of each series and director there is among the first places. */
class Caps {
  private readonly counts = new Map<string, number>();

  constructor(private readonly rules: CompositionRules) {}

  /** @returns whether there is room for it; then it counts */
  take(item: number): boolean {
    const series = this.rules.seriesOf(item);
    const keys = this.rules.directorsOf(item).map((name) => `director ${name}`);
    if (keys.some((key) => this.count(key) >= MOST_OF_A_DIRECTOR)) return false;
    if (series !== undefined) {
      if (this.count(`series ${series}`) >= MOST_OF_A_SERIES) return false;
      keys.push(`series ${series}`);
    }
    for (const key of keys) this.counts.set(key, this.count(key) + 1);
    return true;
  }

  private count(key: string): number {
    return this.counts.get(key) ?? 0;
  }
}
