import { itemsFrom, kthHighest, topItems } from '../math/top-items.js';
import { LateScores } from '../late/late-scores.js';
import type { Scores } from './spread.js';

/** To find the best, so many times as many are looked at first: with fewer more of the others have to be, for want of a bar. */
const LIKELY = 1.5;

/** A source's scores, and what it adds to a sum: rate · (score − mean). */
export interface Term {
  scores: Scores;
  mean: number;
  rate: number;
}

/**
 * Weighted sums of what sources say of items. Of late scores an item gets its part when it is asked for: until then its sum is
 * known to within their bounds. So the best of a catalogue are found among the few that could be of them, and none is lost.
 */
export class RawScores {
  private readonly late: (Term & { scores: LateScores })[];
  /** Without the late parts of items that nobody has asked for. */
  private readonly sums: Float64Array;
  private readonly isWhole: Uint8Array;
  /** How much the late parts of an item come to, at least and at most. */
  private readonly least: number;
  private readonly most: number;

  constructor(
    terms: readonly Term[],
    readonly itemCount: number,
  ) {
    this.late = terms.filter((term): term is (typeof this.late)[number] => term.scores instanceof LateScores);
    this.sums = sumOf(terms, itemCount);
    this.isWhole = new Uint8Array(this.late.length > 0 ? itemCount : 0);
    this.least = 0;
    this.most = 0;
    for (const { mean, rate } of this.late) {
      const ends = [rate * (LateScores.LOWEST - mean), rate * (LateScores.HIGHEST - mean)];
      this.least += Math.min(...ends);
      this.most += Math.max(...ends);
    }
  }

  of(item: number): number {
    if (this.isWhole[item] === 0) {
      for (const { scores, mean, rate } of this.late) this.sums[item] += rate * (scores.scoreOf(item) - mean);
      this.isWhole[item] = 1;
    }
    return this.sums[item];
  }

  /** The same of some items at once. */
  private complete(items: readonly number[]): void {
    const { sums, isWhole } = this;
    const open: number[] = [];
    for (let at = 0; at < items.length; at++) if (isWhole[items[at]] === 0) open.push(items[at]);
    for (const { scores, mean, rate } of this.late) {
      const found = scores.scoresOf(open);
      for (let at = 0; at < open.length; at++) sums[open[at]] += rate * (found[at] - mean);
    }
    for (let at = 0; at < open.length; at++) isWhole[open[at]] = 1;
  }

  replace(item: number, sum: number): void {
    if (this.late.length > 0) this.isWhole[item] = 1;
    this.sums[item] = sum;
  }

  /** Of every item. */
  all(): Float64Array {
    if (this.late.length > 0) this.complete([...this.isWhole.keys()]);
    return this.sums;
  }

  /** The k items with the highest sums, best first; ties go to the lower index. @param items  ascending */
  top(items: readonly number[], k: number): number[] {
    const { sums, isWhole, most } = this;
    if (this.late.length === 0) return topItems(items, sums, k);
    const likely = itemsFrom(kthHighest(items, sums, Math.ceil(LIKELY * k)), items, sums);
    this.complete(likely);
    // At least k items are as good as the kth of those that seem to be the best.
    const enough = kthHighest(likely, sums, k);
    const possible: number[] = [];
    for (let at = 0; at < items.length; at++) {
      const item = items[at];
      if (sums[item] + (isWhole[item] === 1 ? 0 : most) >= enough) possible.push(item);
    }
    this.complete(possible);
    return topItems(itemsFrom(enough, possible, sums), sums, k);
  }

  /** The lowest and the highest sum of some items; Infinity and −Infinity of none. */
  range(items: readonly number[]): { lowest: number; highest: number } {
    const { sums, isWhole } = this;
    let [low, high] = [-1, -1];
    for (let at = 0; at < items.length; at++) {
      if (low < 0 || sums[items[at]] < sums[low]) low = items[at];
      if (high < 0 || sums[items[at]] > sums[high]) high = items[at];
    }
    if (low < 0) return { lowest: Infinity, highest: -Infinity };
    let [lowest, highest] = [this.of(low), this.of(high)];
    if (this.late.length === 0) return { lowest, highest };
    for (let at = 0; at < items.length; at++) {
      const item = items[at];
      const open = 1 - isWhole[item];
      if (sums[item] + open * this.least >= lowest && sums[item] + open * this.most <= highest) continue;
      const sum = this.of(item);
      lowest = Math.min(lowest, sum);
      highest = Math.max(highest, sum);
    }
    return { lowest, highest };
  }
}

/** Of all but late scores, four sources at a time: a sum is loaded and stored once for all four. */
function sumOf(terms: readonly Term[], itemCount: number): Float64Array {
  const sums = new Float64Array(itemCount);
  const whole: { scores: Float32Array; rate: number }[] = [];
  let shift = 0;
  for (const { scores, mean, rate } of terms) {
    if (scores instanceof LateScores) continue;
    whole.push({ scores, rate });
    shift -= rate * mean;
  }
  if (whole.length === 0) return sums;
  while (whole.length % 4 > 0) whole.push({ scores: whole[0].scores, rate: 0 });
  sums.fill(shift);
  for (let at = 0; at < whole.length; at += 4) {
    const [a, b, c, d] = whole.slice(at, at + 4);
    addFour(sums, a.scores, a.rate, b.scores, b.rate, c.scores, c.rate, d.scores, d.rate);
  }
  return sums;
}

function addFour(
  sums: Float64Array,
  a: Float32Array,
  ofA: number,
  b: Float32Array,
  ofB: number,
  c: Float32Array,
  ofC: number,
  d: Float32Array,
  ofD: number,
): void {
  for (let item = 0; item < sums.length; item++)
    sums[item] += ofA * a[item] + ofB * b[item] + ofC * c[item] + ofD * d[item];
}
