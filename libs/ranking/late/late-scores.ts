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
    const whole = () => Float32Array.from(this.partOf, (_, item) => this.scoreOf(item));
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
    const { vector } = parts[partOf[item]];
    const from = item * vector.length;
    // Several sums keep the processor's pipes full, see `dot`.
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let k = 0;
    for (; k + 3 < vector.length; k += 4) {
      s0 += rows[from + k] * vector[k];
      s1 += rows[from + k + 1] * vector[k + 1];
      s2 += rows[from + k + 2] * vector[k + 2];
      s3 += rows[from + k + 3] * vector[k + 3];
    }
    for (; k < vector.length; k++) s0 += rows[from + k] * vector[k];
    return s0 + s1 + s2 + s3;
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
    for (const item of others) {
      const score = this.scoreOf(item);
      all.count--;
      all.sum -= score;
      all.squares -= score * score;
    }
    return all;
  }
}
