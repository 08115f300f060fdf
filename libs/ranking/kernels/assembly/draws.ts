/** What rated items say of a user in every draw of the star model. ../draw.space.ts says the same in TypeScript. */
import { addGram } from './kernels';

const NUMBER: usize = 3;
/** Rows that are multiplied at once: as many as stay in the processor's cache. */
const ROWS: usize = 16;

/**
 * Adds XᵀX to the lower triangle of each draw's matrix, where X has a row (1, q, y − b) for each rating y of an item (b, q).
 *
 * @param matrices  one after the other, `stride` × `stride` numbers each
 * @param stride    a multiple of 4 above `width`
 * @param items     where each rated item's `samples` × `width` numbers of single precision begin, in four bytes
 * @param space     room for ROWS · stride numbers
 */
export function addDraws(
  matrices: usize,
  stride: usize,
  samples: usize,
  width: usize,
  items: usize,
  stars: usize,
  count: usize,
  space: usize,
): void {
  const bytes = stride << NUMBER;
  memory.fill(space, 0, ROWS * bytes);
  for (let first: usize = 0; first < count; first += ROWS) {
    const some = min(ROWS, count - first);
    for (let s: usize = 0; s < samples; s++) {
      let row = space;
      const draw = (s * width) << 2;
      for (let k = first; k < first + some; k++) {
        const item = <usize>load<u32>(items + (k << 2)) + draw;
        f64.store(row, 1);
        for (let i: usize = 1; i < width; i++) f64.store(row + (i << NUMBER), <f64>f32.load(item + (i << 2)));
        f64.store(row + (width << NUMBER), f64.load(stars + (k << NUMBER)) - <f64>f32.load(item));
        row += bytes;
      }
      addGram(matrices + s * stride * bytes, stride, space, some);
    }
  }
}
