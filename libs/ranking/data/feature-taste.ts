import type { FeatureMatrix } from './feature-matrix.js';
import { multiplySparse, type SparseMatrix, transpose } from '../math/sparse-matrix.js';
import type { UserPreferences } from './user-preferences.js';

/** What is left of squares when others are taken off is rounding where it is less than this part of them. */
const ROUNDING = 1e-9;

/** What somebody thinks of the features of one kind: Σ_i preference_i · (features_i − mean features), to length 1. */
export interface FeatureTaste {
  /** Σ_i preference_i · features_i by column, without the means and the length; 0 for most of them. */
  sums: Float32Array;
  /** The columns of features that a rated item has, each once. */
  columns: Int32Array;
  /** Σ preference_i of the items with features: how often the mean is taken off. */
  taken: number;
  /** 1 / length, 0 where nothing is known. */
  scale: number;
}

/**
 * One kind's features, by feature. Of hundreds of thousands a user's items have some hundred, and what the others come to is the
 * same for everybody but for a factor. With x the sums of preferences and t how often the mean m is taken off
 *
 *   score_i = Σ_f v_if · (x_f − t·m_f) / |x − t·m| = (Σ_f v_if · x_f − t · v_i·m) / |x − t·m|,
 *
 * where only the items that have one of the user's features are gone over.
 */
export class FeatureKindScores {
  /** Features × items. */
  private readonly having: SparseMatrix;
  /** v_i·m of each item. */
  private readonly ofMean: Float32Array;
  /** |m|² */
  private readonly meanSquares: number;

  constructor(private readonly matrix: FeatureMatrix) {
    this.having = transpose(matrix);
    this.ofMean = multiplySparse(matrix, matrix.mean);
    this.meanSquares = matrix.mean.reduce((sum, value) => sum + value * value, 0);
  }

  taste({ items, preferences }: UserPreferences): FeatureTaste {
    const { offsets, columns, values, mean } = this.matrix;
    const sums = new Float32Array(mean.length);
    const seen = new Uint8Array(mean.length);
    const found = new Int32Array(mean.length);
    let count = 0;
    let taken = 0;
    for (let k = 0; k < items.length; k++) {
      const preference = preferences[k];
      const begin = offsets[items[k]];
      const end = offsets[items[k] + 1];
      if (begin < end) taken += preference;
      for (let e = begin; e < end; e++) {
        const column = columns[e];
        sums[column] += preference * values[e];
        if (seen[column] === 1) continue;
        seen[column] = 1;
        found[count++] = column;
      }
    }
    let [squares, withMean] = [0, 0];
    for (let at = 0; at < count; at++) {
      const column = found[at];
      squares += sums[column] * sums[column];
      withMean += sums[column] * mean[column];
    }
    const ofMean = taken * taken * this.meanSquares;
    const length = squares - 2 * taken * withMean + ofMean;
    const scale = length > ROUNDING * (squares + ofMean) ? 1 / Math.sqrt(length) : 0;
    return { sums, columns: found.subarray(0, count), taken, scale };
  }

  /** Length itemCount, −1 to 1; higher is better. 0 for an item without features of this kind. */
  score({ sums, columns, taken, scale }: FeatureTaste): Float32Array {
    const { offsets, columns: items, values } = this.having;
    const scores = new Float32Array(this.ofMean.length);
    if (scale === 0) return scores;
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at];
      const sum = sums[column];
      const end = offsets[column + 1];
      for (let e = offsets[column]; e < end; e++) scores[items[e]] += sum * values[e];
    }
    for (let item = 0; item < scores.length; item++)
      scores[item] = scale * (scores[item] - taken * this.ofMean[item]);
    return scores;
  }

  /** What each feature of `item` adds to its score; they sum to it. */
  eachTerm(taste: FeatureTaste, item: number, take: (column: number, value: number) => void): void {
    const { offsets, columns, values, mean } = this.matrix;
    const { sums, taken, scale } = taste;
    for (let e = offsets[item]; e < offsets[item + 1]; e++) {
      const column = columns[e];
      take(column, scale * values[e] * (sums[column] - taken * mean[column]));
    }
  }
}
