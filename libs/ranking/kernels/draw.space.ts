import { addGram } from '../math/dense-matrix.js';
import { haveKernels, KernelMemory, padded } from './kernel.memory.js';

/** Rows that the kernel multiplies at once, see assembly/draws.ts. */
const ROWS = 64;

/**
 * Where what somebody rated becomes a matrix for each draw of the star model: XᵀX, where X has a row (1, q, y − b) for each
 * rating y of an item whose bias and factors the draw has as (b, q).
 */
export class DrawSpace {
  private static latest?: DrawSpace;

  /** Ratings that are taken in together. */
  static readonly ratings = 256;

  /** Numbers of a row of a matrix; those past width + 1 are 0. */
  readonly stride: number;
  /** Samples × stride × stride: the lower triangles. */
  private readonly matrices: Float64Array;
  private readonly items: Float32Array;
  private readonly stars: Float64Array;
  private readonly memory?: KernelMemory;

  /** @param width  numbers of an item in one draw */
  constructor(
    private readonly samples: number,
    private readonly width: number,
    fast = haveKernels,
  ) {
    this.stride = padded(width + 1);
    const { ratings } = DrawSpace;
    const [matrices, items] = [samples * this.stride ** 2, ratings * samples * width];
    const space = ROWS * this.stride;
    const numbers = matrices + space + ratings + Math.ceil(items / 2);
    this.memory = fast ? new KernelMemory(numbers) : undefined;
    const { buffer } = this.memory?.numbers ?? new Float64Array(numbers);
    this.matrices = new Float64Array(buffer, 0, matrices);
    this.stars = new Float64Array(buffer, 8 * (matrices + space), ratings);
    this.items = new Float32Array(buffer, 8 * (matrices + space + ratings), items);
  }

  /** The one of the shape that was asked for last, for all who use it in turn. */
  static of(samples: number, width: number): DrawSpace {
    if (this.latest?.samples !== samples || this.latest.width !== width)
      this.latest = new DrawSpace(samples, width);
    return this.latest;
  }

  /** All draws' matrices of nothing. */
  nothing(): Float64Array {
    return new Float64Array(this.matrices.length);
  }

  /**
   * Puts a rating at a place, from 0 to `ratings` − 1.
   *
   * @param draws  the item's, samples × width, from `from` on
   * @param y      the rating
   */
  put(at: number, draws: Float32Array, from: number, y: number): void {
    const size = this.samples * this.width;
    this.items.set(draws.subarray(from, from + size), at * size);
    this.stars[at] = y;
  }

  /** Adds what the first ratings say to the matrices of all draws. */
  addTo(matrices: Float64Array, count: number): void {
    const { samples, width, stride, memory, items, stars } = this;
    this.matrices.set(matrices);
    if (memory)
      memory.addDraws(
        0,
        stride,
        samples,
        width,
        items.byteOffset,
        stars.byteOffset,
        count,
        this.matrices.byteLength,
      );
    else for (let s = 0; s < samples; s++) this.addPlain(s, count);
    matrices.set(this.matrices);
  }

  private addPlain(s: number, count: number): void {
    const { samples, width, stride, items, stars } = this;
    const rows = new Float64Array(count * stride);
    for (let k = 0; k < count; k++) {
      const from = (k * samples + s) * width;
      rows[k * stride] = 1;
      for (let i = 1; i < width; i++) rows[k * stride + i] = items[from + i];
      rows[k * stride + width] = stars[k] - items[from];
    }
    addGram(this.matrices.subarray(s * stride ** 2, (s + 1) * stride ** 2), stride, rows, count);
  }
}
