import type { Crew } from '../kernels/crew.js';
import { inCrew } from '../kernels/crew.matrix.js';
import { SparseMatrix, transpose } from '../math/sparse-matrix.js';
import { seedOf, StarRandom } from './gamma-normal.js';
import { drawWeights, fillNormals, LINE, subtract, sumSquares } from './side-kernels.js';

/** Precisions are drawn from a gamma of this shape and rate before any data: about as wide as one allows. */
const PRECISION_PRIOR = { shape: 1, rate: 0.05 };
const FIRST_PRECISION = 10;

/** Facts about the rows (users or items) that shift where their factors are expected. */
interface FactGroup {
  /** Facts × rows. */
  byFact: SparseMatrix;
  /** Σ of each fact's squared values. */
  squares: Float64Array;
  /** Facts × stride: how much each fact shifts the factors. */
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
  /** From one row to the next: one number more than `width` has room, and the others are 0. */
  readonly stride: number;
  /** θ, rows × stride, row-major: the current draw. */
  readonly factors: Float64Array;
  /** Posterior means of the rows of the last draw, rows × stride. */
  readonly means: Float64Array;
  /** m, rows × stride. */
  readonly expected: Float64Array;
  /** λ, length stride. */
  readonly precision: Float64Array;
  private readonly groups: FactGroup[];
  private readonly left: Float64Array;
  private readonly normals: Float64Array;
  private readonly sums: Float64Array;

  /** @param sideFeatures  rows × side features, one matrix for each kind; a kind's weights share their precisions */
  constructor(
    readonly rowCount: number,
    readonly width: number,
    sideFeatures: readonly SparseMatrix[],
    private readonly crew: Crew,
    seed: number,
  ) {
    const everywhere: SparseMatrix = {
      rowCount,
      columnCount: 1,
      offsets: Int32Array.from({ length: rowCount + 1 }, (_, row) => row),
      columns: new Int32Array(rowCount),
      values: new Float32Array(rowCount).fill(1),
    };
    const stride = (this.stride = Math.ceil((width + 1) / LINE) * LINE);
    this.groups = [everywhere, ...sideFeatures].map((matrix) => this.factGroup(matrix));
    this.factors = crew.float64(rowCount * stride);
    this.means = crew.float64(rowCount * stride);
    this.expected = crew.float64(rowCount * stride);
    this.left = crew.float64(rowCount * stride);
    this.normals = crew.float64(Math.max(...this.groups.map(({ weights }) => weights.length)));
    this.sums = crew.float64(stride);
    this.precision = crew.float64(stride).fill(FIRST_PRECISION);
    crew.run(fillNormals, rowCount, NORMAL * rowCount * width, width, stride, this.factors, seed);
    for (let at = 0; at < this.factors.length; at++) this.factors[at] *= at % stride === 0 ? 0 : 0.1;
  }

  /** w₀ (group 0) and the weights of each kind of side features, in the constructor's order; side features × stride. */
  weights(group: number): Float64Array {
    return this.groups[group].weights;
  }

  /** Draws the weights of all side features, then the precisions, given the factors. */
  learn(seed: number): void {
    const { factors, expected, left, precision, stride, rowCount, crew } = this;
    const lines = (rowCount * stride) / LINE;
    crew.run(subtract, lines, rowCount * stride, left, factors, expected);
    this.groups.forEach((group, at) => {
      this.drawWeights(group, seedOf(seed, at, 0));
      if (at > 0) this.drawPrecision(group.precision, group.weights, seedOf(seed, at, 1));
    });
    this.drawPrecision(precision, left, seedOf(seed, 0, 1));
    crew.run(subtract, lines, rowCount * stride, expected, factors, left);
  }

  private drawWeights({ byFact, squares, weights, precision }: FactGroup, seed: number): void {
    const { left, normals, stride, width, crew } = this;
    const { rowCount, offsets, columns, values } = byFact;
    crew.run(fillNormals, rowCount, NORMAL * rowCount * width, width, stride, normals, seed);
    const work = (2 * columns.length + 20 * rowCount) * stride;
    const rest = [left, weights, normals, precision, this.precision] as const;
    crew.run(drawWeights, stride / LINE, work, stride, rowCount, offsets, columns, values, squares, ...rest);
  }

  /** Precision of each column of `values` (rows × stride), whose mean is 0. */
  private drawPrecision(precision: Float64Array, values: Float64Array, seed: number): void {
    const { sums, stride, width, crew } = this;
    const rows = values.length / stride;
    crew.run(sumSquares, stride / LINE, values.length, stride, rows, values, sums);
    const random = new StarRandom(seed);
    for (let k = 0; k < width; k++)
      precision[k] = random.gamma(PRECISION_PRIOR.shape + rows / 2, PRECISION_PRIOR.rate + sums[k] / 2);
  }

  private factGroup(matrix: SparseMatrix): FactGroup {
    const { crew, stride } = this;
    const byFact = inCrew(transpose(matrix), crew);
    const squares = crew.float64(byFact.rowCount);
    for (let fact = 0; fact < byFact.rowCount; fact++) {
      for (let e = byFact.offsets[fact]; e < byFact.offsets[fact + 1]; e++)
        squares[fact] += byFact.values[e] ** 2;
    }
    return {
      byFact,
      squares,
      weights: crew.float64(byFact.rowCount * stride),
      precision: crew.float64(stride).fill(FIRST_PRECISION),
    };
  }
}

/** Multiplications that a normal number takes, about. */
const NORMAL = 20;
