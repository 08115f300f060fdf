/** Rows in two bytes a number. ../short-rows.ts says the same in TypeScript. */

/**
 * Rows from … to of `width` numbers, each as whole numbers up to 32,767 times a scale of its own.
 *
 * @param stride  of `sums`, in numbers: a multiple of 8, with zeros past the width; rows of `numbers` have the same
 */
export function shortenRows(
  from: usize,
  to: usize,
  space: usize,
  stride: usize,
  sums: usize,
  numbers: usize,
  scales: usize,
): void {
  for (let row = from; row < to; row++) {
    const begin = sums + ((row * stride) << 2);
    const end = begin + (stride << 2);
    let most = f32x4.splat(0);
    for (let at = begin; at < end; at += 16) most = f32x4.max(most, f32x4.abs(v128.load(at)));
    const largest = max(
      max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    );
    const scale: f32 = largest / 32767;
    f32.store(scales + (row << 2), scale);
    const times = f32x4.splat(scale > 0 ? 1 / scale : 0);
    let target = numbers + ((row * stride) << 1);
    for (let at = begin; at < end; at += 32) {
      const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(times, v128.load(at))));
      const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(times, v128.load(at, 16))));
      v128.store(target, i16x8.narrow_i32x4_s(low, high));
      target += 16;
    }
  }
}
