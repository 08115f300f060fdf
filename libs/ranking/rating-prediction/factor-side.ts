import { SparseMatrix, transpose } from '../math/sparse-matrix.js';
import { StarRandom } from './gamma-normal.js';

/** Precisions are drawn from a gamma of this shape and rate before any data: about as wide as one allows. */
const PRECISION_PRIOR = { shape: 1, rate: 0.05 };
const FIRST_PRECISION = 10;

/** Facts about the rows (users or items) that shift where their factors are expected. */
interface FactGroup {
  /** Facts × rows. */
  byFact: SparseMatrix;
  /** Σ of each fact's squared values. */
  squares: Float64Array;
  /** Facts × width: how much each fact shifts the factors. */
  weights: Float64Array;
  /** Precision of the weights, per factor. */
  precision: Float64Array;
}

/**
 * One side of the model: the factors θ_r of its rows, each drawn around what is known of the row,
 *
 *     θ_r ~ N(m_r, diag(λ)⁻¹)      m_r = w₀ + Σ_facts x_rf·w_f
 *
 * where the first number of θ is the row's bias. Weights w and precisions λ are drawn as well, so nothing needs tuning.
 *
 * @see Rendle, "Scaling Factorization Machines to Relational Data", VLDB 2013 (side features of a row, counted once)
 */
export class FactorSide {
  /** θ, rows × width, row-major: the current draw. */
  readonly factors: Float64Array;
  /** m, rows × width. */
  readonly expected: Float64Array;
  /** λ, length width. */
  readonly precision: Float64Array;
  private readonly groups: FactGroup[];
  private readonly left: Float64Array;

  /** @param sideFeatures  rows × side features, one matrix for each kind; a kind's weights share their precisions */
  constructor(
    readonly rowCount: number,
    readonly width: number,
    sideFeatures: readonly SparseMatrix[],
    random: StarRandom,
  ) {
    const everywhere: SparseMatrix = {
      rowCount,
      columnCount: 1,
      offsets: Int32Array.from({ length: rowCount + 1 }, (_, row) => row),
      columns: new Int32Array(rowCount),
      values: new Float32Array(rowCount).fill(1),
    };
    this.groups = [everywhere, ...sideFeatures].map((matrix) => factGroup(matrix, width));
    this.factors = Float64Array.from({ length: rowCount * width }, (_, at) =>
      at % width === 0 ? 0 : 0.1 * random.normal(),
    );
    this.expected = new Float64Array(rowCount * width);
    this.left = new Float64Array(rowCount * width);
    this.precision = new Float64Array(width).fill(FIRST_PRECISION);
  }

  /** w₀ (group 0) and the weights of each kind of side features, in the constructor's order; side features × width. */
  weights(group: number): Float64Array {
    return this.groups[group].weights;
  }

  /** Draws the weights of all side features, then the precisions, given the factors. */
  learn(random: StarRandom): void {
    const { factors, expected, left, precision, width, rowCount } = this;
    for (let i = 0; i < left.length; i++) left[i] = factors[i] - expected[i];
    this.groups.forEach((group, at) => {
      this.drawWeights(group, random);
      if (at > 0) drawPrecision(group.precision, group.weights, group.byFact.rowCount, random);
    });
    drawPrecision(precision, left, rowCount, random);
    for (let i = 0; i < width * rowCount; i++) expected[i] = factors[i] - left[i];
  }

  /** One fact after the other, each given the rest: normal, as the factors are linear in its weight. */
  private drawWeights({ byFact, squares, weights, precision }: FactGroup, random: StarRandom): void {
    const { left, width } = this;
    const { offsets, columns, values } = byFact;
    const change = new Float64Array(width);
    for (let fact = 0; fact < byFact.rowCount; fact++) {
      change.fill(0);
      for (let e = offsets[fact]; e < offsets[fact + 1]; e++) {
        const from = columns[e] * width;
        const value = values[e];
        for (let k = 0; k < width; k++) change[k] += value * left[from + k];
      }
      for (let k = 0; k < width; k++) {
        const at = fact * width + k;
        const trust = squares[fact] * this.precision[k] + precision[k];
        const mean = (this.precision[k] * (change[k] + squares[fact] * weights[at])) / trust;
        const drawn = mean + random.normal() / Math.sqrt(trust);
        change[k] = drawn - weights[at];
        weights[at] = drawn;
      }
      for (let e = offsets[fact]; e < offsets[fact + 1]; e++) {
        const from = columns[e] * width;
        const value = values[e];
        for (let k = 0; k < width; k++) left[from + k] -= value * change[k];
      }
    }
  }
}

function factGroup(matrix: SparseMatrix, width: number): FactGroup {
  const byFact = transpose(matrix);
  const squares = new Float64Array(byFact.rowCount);
  for (let fact = 0; fact < byFact.rowCount; fact++) {
    for (let e = byFact.offsets[fact]; e < byFact.offsets[fact + 1]; e++)
      squares[fact] += byFact.values[e] ** 2;
  }
  return {
    byFact,
    squares,
    weights: new Float64Array(byFact.rowCount * width),
    precision: new Float64Array(width).fill(FIRST_PRECISION),
  };
}

/** Precision of each column of `values` (rows × width), whose mean is 0. */
function drawPrecision(
  precision: Float64Array,
  values: Float64Array,
  rows: number,
  random: StarRandom,
): void {
  const width = precision.length;
  for (let k = 0; k < width; k++) {
    let squares = 0;
    for (let row = 0; row < rows; row++) squares += values[row * width + k] ** 2;
    precision[k] = random.gamma(PRECISION_PRIOR.shape + rows / 2, PRECISION_PRIOR.rate + squares / 2);
  }
}
