import { addGram } from '../math/dense-matrix.js';
import { type KernelMemory, padded } from './kernel.memory.js';

/** Ratings that the kernel takes in at once, see assembly/draws.ts. */
const ROWS = 32;

/** What the kernel works on beside the draws of the items. */
interface DrawKernel {
  memory: KernelMemory;
  /** Samples × stride × stride: the lower triangles. */
  matrices: Float64Array;
  /** Where the draws of each rated item begin, in bytes. */
  items: Uint32Array;
  rows: Float64Array;
}

/**
 * Where what somebody rated becomes a matrix for each draw of the star model: XᵀX, where X has a row (1, q, y − b) for each
 * rating y of an item whose bias and factors the draw has as (b, q).
 */
export class DrawSpace {
  /** Ratings that are taken in together. */
  static readonly ratings = 256;

  /** Numbers of a row of a matrix; those past width + 1 are 0. */
  readonly stride: number;
  private readonly stars: Float64Array;
  /** Of each rating the array that has its item's draws, and where they begin. */
  private readonly draws: Float32Array[] = [];
  private readonly from = new Int32Array(DrawSpace.ratings);
  private readonly kernel?: DrawKernel;

  /**
   * @param width   numbers of an item in one draw
   * @param memory  where all draws lie that are put here; without it TypeScript does the same, several times slower
   */
  constructor(
    private readonly samples: number,
    private readonly width: number,
    memory?: KernelMemory,
  ) {
    const { ratings } = DrawSpace;
    this.stride = padded(width + 1);
    this.stars = memory?.float64(ratings) ?? new Float64Array(ratings);
    this.kernel = memory && {
      memory,
      matrices: memory.float64(samples * this.stride ** 2),
      items: memory.uint32(ratings),
      rows: memory.float64(samples * ROWS * this.stride),
    };
  }

  /** All draws' matrices of nothing. */
  nothing(): Float64Array {
    return new Float64Array(this.samples * this.stride ** 2);
  }

  /**
   * Puts a rating at a place, from 0 to `ratings` − 1.
   *
   * @param draws  the item's, samples × width, from `from` on
   * @param y      the rating
   */
  put(at: number, draws: Float32Array, from: number, y: number): void {
    this.stars[at] = y;
    this.draws[at] = draws;
    this.from[at] = from;
  }

  /** Adds what the first ratings say to the matrices of all draws. */
  addTo(matrices: Float64Array, count: number): void {
    const { samples, width, stride, stars, draws, from, kernel } = this;
    if (!kernel) {
      for (let s = 0; s < samples; s++) this.addPlain(matrices, s, count);
      return;
    }
    for (let at = 0; at < count; at++)
      kernel.items[at] = draws[at].byteOffset + from[at] * draws[at].BYTES_PER_ELEMENT;
    kernel.matrices.set(matrices);
    kernel.memory.exports.addDraws(
      kernel.matrices.byteOffset,
      stride,
      samples,
      width,
      kernel.items.byteOffset,
      stars.byteOffset,
      count,
      kernel.rows.byteOffset,
    );
    matrices.set(kernel.matrices);
  }

  private addPlain(matrices: Float64Array, s: number, count: number): void {
    const { width, stride, draws, from, stars } = this;
    const rows = new Float64Array(count * stride);
    for (let k = 0; k < count; k++) {
      const item = from[k] + s * width;
      rows[k * stride] = 1;
      for (let i = 1; i < width; i++) rows[k * stride + i] = draws[k][item + i];
      rows[k * stride + width] = stars[k] - draws[k][item];
    }
    addGram(matrices.subarray(s * stride ** 2, (s + 1) * stride ** 2), stride, rows, count);
  }
}
