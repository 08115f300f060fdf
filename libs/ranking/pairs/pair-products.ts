import { type ShortRows } from '../kernels/short-rows.js';
import { rowDot, type SparseMatrix } from '../math/sparse-matrix.js';

/** Between so many items products are kept, once they were asked for: 4 MB. */
const KEPT = 1024;

/**
 * q_i · y_j of two items, which is q_j · y_i: rows of the item-linear model. An item that many have rated has a long row, and is
 * among the ratings and on the lists of most people: products of those with the longest rows are kept.
 */
export class PairProducts {
  /** Of those with the longest rows, their place; −1 of others. */
  private readonly places: Int16Array;
  /** NaN where a product was not asked for. */
  private kept?: Float32Array;

  /** @param most  between how many items products are kept */
  constructor(
    private readonly rows: { evidence: SparseMatrix; factors: ShortRows },
    private readonly most = KEPT,
  ) {
    const itemCount = rows.evidence.rowCount;
    this.most = Math.min(most, itemCount);
    const longest = Int32Array.from({ length: itemCount }, (_, item) => item)
      .sort((a, b) => this.length(b) - this.length(a) || a - b)
      .subarray(0, most);
    this.places = new Int16Array(itemCount).fill(-1);
    longest.forEach((item, place) => (this.places[item] = place));
  }

  of(one: number, other: number): number {
    const [a, b] = [this.places[one], this.places[other]];
    if (a < 0 || b < 0) return this.product(one, other);
    this.kept ??= new Float32Array(this.most ** 2).fill(NaN);
    const at = Math.min(a, b) * this.most + Math.max(a, b);
    if (Number.isNaN(this.kept[at])) this.kept[at] = this.product(one, other);
    return this.kept[at];
  }

  /** The same, whichever is named first. */
  private product(one: number, other: number): number {
    const { evidence, factors } = this.rows;
    // The one with fewer raters is the cheaper.
    const isSparser = this.length(one) - this.length(other) || one - other;
    const [sparse, dense] = isSparser < 0 ? [one, other] : [other, one];
    return factors.scales[dense] * rowDot(evidence, sparse, factors.numbers, dense * evidence.columnCount);
  }

  private length(item: number): number {
    const { offsets } = this.rows.evidence;
    return offsets[item + 1] - offsets[item];
  }
}
