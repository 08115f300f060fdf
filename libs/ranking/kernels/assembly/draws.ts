/** What rated items say of a user in every draw of the star model. ../draw.space.ts says the same in TypeScript. */
import { addGram } from './kernels';

const NUMBER: usize = 3;
/** Ratings that are taken in at once: as many as stay in the processor's cache with all their draws. */
const ROWS: usize = 32;

/**
 * Adds XᵀX to the lower triangle of each draw's matrix, where X has a row (1, q, y − b) for each rating y of an item (b, q).
 *
 * @param matrices  one after the other, `stride` × `stride` numbers each
 * @param stride    a multiple of 4 above `width`
 * @param items     where each rated item's `samples` × `width` numbers of single precision begin, in four bytes
 * @param space     room for samples · ROWS · stride numbers; those past the width are 0
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
  for (let first: usize = 0; first < count; first += ROWS) {
    const some = min(ROWS, count - first);
    for (let k: usize = 0; k < some; k++) {
      let item = <usize>load<u32>(items + ((first + k) << 2));
      const y = load<f64>(stars + ((first + k) << NUMBER));
      for (let s: usize = 0; s < samples; s++) {
        const row = space + (s * ROWS + k) * bytes;
        f64.store(row, 1);
        let i: usize = 1;
        for (; i + 3 < width; i += 4) {
          const four = v128.load(item + (i << 2));
          v128.store(row + (i << NUMBER), f64x2.promote_low_f32x4(four));
          v128.store(row + (i << NUMBER), f64x2.promote_low_f32x4(i64x2.shuffle(four, four, 1, 1)), 16);
        }
        for (; i < width; i++) f64.store(row + (i << NUMBER), <f64>f32.load(item + (i << 2)));
        f64.store(row + (width << NUMBER), y - <f64>f32.load(item));
        item += width << 2;
      }
    }
    for (let s: usize = 0; s < samples; s++)
      addGram(matrices + s * stride * bytes, stride, space + s * ROWS * bytes, some);
  }
}
