import { multiplyModelRows } from '../kernels/model.rows.js';
import { multiplyRow } from '../math/dense-matrix.js';
import type { RowMoments, Sums } from './row-moments.js';

/** Rows that have been measured together, and the vector they are multiplied with. */
export interface MeasuredRows {
  moments: RowMoments;
  vector: Float64Array;
}

/**
 * Scores that are inner products of many numbers, each found when it is asked for: cosines, so that none lies outside −1 to 1, and
 * what they all come to is known before.
 */
export class LateScores {
  static readonly LOWEST = -1;
  static readonly HIGHEST = 1;

  /**
   * @param rows    items × width, row-major, each of length 1 or 0
   * @param parts   which together are all rows; each vector of length 1 or 0
   * @param partOf  of each item
   */
  constructor(
    private readonly rows: Float32Array,
    private readonly parts: readonly MeasuredRows[],
    private readonly partOf: Uint8Array,
  ) {}

  /** As a source, whose scores are found all at once by whoever asks for them. */
  asSource(): { late: LateScores; readonly scores: Float32Array } {
    const whole = () => Float32Array.from(this.scoresOf([...this.partOf.keys()]));
    let found: Float32Array | undefined;
    return {
      late: this,
      get scores() {
        return (found ??= whole());
      },
    };
  }

  scoreOf(item: number): number {
    const { rows, parts, partOf } = this;
    return multiplyRow(rows, item, parts[partOf[item]].vector);
  }

  /** The same of some items, in their order. */
  scoresOf(items: readonly number[]): Float64Array {
    const { rows, parts, partOf } = this;
    const scores = new Float64Array(items.length);
    for (let part = 0; part < parts.length; part++) {
      const places: number[] = [];
      for (let at = 0; at < items.length; at++) if (partOf[items[at]] === part) places.push(at);
      const chosen = places.length === items.length ? items : places.map((at) => items[at]);
      const products = multiplyModelRows(rows, chosen, parts[part].vector);
      for (let at = 0; at < places.length; at++) scores[places[at]] = products[at];
    }
    return scores;
  }

  /** Of all items but these. */
  sumsWithout(others: readonly number[]): Sums {
    const all: Sums = { count: 0, sum: 0, squares: 0 };
    for (const { moments, vector } of this.parts) {
      const { count, sum, squares } = moments.sums(vector);
      all.count += count;
      all.sum += sum;
      all.squares += squares;
    }
    for (const score of this.scoresOf(others)) {
      all.count--;
      all.sum -= score;
      all.squares -= score * score;
    }
    return all;
  }
}
