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

/**
 * Adds some rows of short numbers to sums of single precision, each times a weight; 32 sums stay in registers.
 *
 * @param stride  of rows, in numbers
 * @param chosen  which rows, in four bytes each
 * @param width   so many sums, a multiple of 32; those past the stride come to what stands behind the rows
 */
export function addShortRows(
  sums: usize,
  width: usize,
  rows: usize,
  stride: usize,
  chosen: usize,
  weights: usize,
  count: usize,
): void {
  for (let k: usize = 0; k < width; k += 32) {
    const target = sums + (k << 2);
    let s0 = v128.load(target);
    let s1 = v128.load(target, 16);
    let s2 = v128.load(target, 32);
    let s3 = v128.load(target, 48);
    let s4 = v128.load(target, 64);
    let s5 = v128.load(target, 80);
    let s6 = v128.load(target, 96);
    let s7 = v128.load(target, 112);
    const column = rows + (k << 1);
    for (let r: usize = 0; r < count; r++) {
      const row = column + ((<usize>load<u32>(chosen + (r << 2)) * stride) << 1);
      const weight = v128.load_splat<f32>(weights + (r << 2));
      const a = v128.load(row);
      const b = v128.load(row, 16);
      const c = v128.load(row, 32);
      const d = v128.load(row, 48);
      s0 = f32x4.add(s0, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(a))));
      s1 = f32x4.add(s1, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(a))));
      s2 = f32x4.add(s2, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(b))));
      s3 = f32x4.add(s3, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(b))));
      s4 = f32x4.add(s4, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(c))));
      s5 = f32x4.add(s5, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(c))));
      s6 = f32x4.add(s6, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(d))));
      s7 = f32x4.add(s7, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(d))));
    }
    v128.store(target, s0);
    v128.store(target, s1, 16);
    v128.store(target, s2, 32);
    v128.store(target, s3, 48);
    v128.store(target, s4, 64);
    v128.store(target, s5, 80);
    v128.store(target, s6, 96);
    v128.store(target, s7, 112);
  }
}

/** Copies some rows of short numbers to columns, which stand `stride` numbers apart. @param chosen  which rows, in four bytes each */
export function turnShortRows(
  columns: usize,
  stride: usize,
  rows: usize,
  width: usize,
  chosen: usize,
  count: usize,
): void {
  for (let r: usize = 0; r < count; r++) {
    let from = rows + ((<usize>load<u32>(chosen + (r << 2)) * width) << 1);
    let to = columns + (r << 1);
    for (const end = from + (width << 1); from < end; from += 2) {
      store<i16>(to, load<i16>(from));
      to += stride << 1;
    }
  }
}
