/**
 * Rows of single precision, which stay where a model has them, summed and multiplied in double precision. ../../math/dense-matrix.ts
 * says the same in TypeScript, to the last digit: every sum is added in the same order.
 */

function lowOf(four: v128): v128 {
  return f64x2.promote_low_f32x4(four);
}

function highOf(four: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(four, four, 1, 1));
}

/**
 * Adds some rows, each times a weight, to sums of double precision: four rows at a time.
 *
 * @param chosen   which rows, in four bytes each
 * @param weights  in double precision
 */
export function sumRows(
  sums: usize,
  rows: usize,
  width: usize,
  chosen: usize,
  weights: usize,
  count: usize,
): void {
  const bytes = width << 2;
  const whole = bytes & ~15;
  const last = chosen + ((count & ~3) << 2);
  for (; chosen < last; chosen += 16) {
    const a = rows + <usize>load<u32>(chosen) * bytes;
    const b = rows + <usize>load<u32>(chosen, 4) * bytes;
    const c = rows + <usize>load<u32>(chosen, 8) * bytes;
    const d = rows + <usize>load<u32>(chosen, 12) * bytes;
    const ofA = v128.load_splat<f64>(weights);
    const ofB = v128.load_splat<f64>(weights, 8);
    const ofC = v128.load_splat<f64>(weights, 16);
    const ofD = v128.load_splat<f64>(weights, 24);
    let sum = sums;
    let k: usize = 0;
    for (; k < whole; k += 16) {
      const fromA = v128.load(a + k);
      const fromB = v128.load(b + k);
      const fromC = v128.load(c + k);
      const fromD = v128.load(d + k);
      let low = f64x2.add(f64x2.mul(ofA, lowOf(fromA)), f64x2.mul(ofB, lowOf(fromB)));
      let high = f64x2.add(f64x2.mul(ofA, highOf(fromA)), f64x2.mul(ofB, highOf(fromB)));
      low = f64x2.add(f64x2.add(low, f64x2.mul(ofC, lowOf(fromC))), f64x2.mul(ofD, lowOf(fromD)));
      high = f64x2.add(f64x2.add(high, f64x2.mul(ofC, highOf(fromC))), f64x2.mul(ofD, highOf(fromD)));
      v128.store(sum, f64x2.add(v128.load(sum), low));
      v128.store(sum, f64x2.add(v128.load(sum, 16), high), 16);
      sum += 32;
    }
    for (; k < bytes; k += 4) {
      const added =
        load<f64>(weights) * <f64>load<f32>(a + k) +
        load<f64>(weights, 8) * <f64>load<f32>(b + k) +
        load<f64>(weights, 16) * <f64>load<f32>(c + k) +
        load<f64>(weights, 24) * <f64>load<f32>(d + k);
      store<f64>(sum, load<f64>(sum) + added);
      sum += 8;
    }
    weights += 32;
  }
  for (const end = last + ((count & 3) << 2); chosen < end; chosen += 4) {
    const row = rows + <usize>load<u32>(chosen) * bytes;
    const weight = load<f64>(weights);
    let sum = sums;
    for (let k: usize = 0; k < bytes; k += 4) {
      store<f64>(sum, load<f64>(sum) + weight * <f64>load<f32>(row + k));
      sum += 8;
    }
    weights += 8;
  }
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function productOf(row: usize, vector: usize, bytes: usize): f64 {
  const whole = bytes & ~15;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let k: usize = 0;
  for (; k < whole; k += 16) {
    const four = v128.load(row + k);
    low = f64x2.add(low, f64x2.mul(lowOf(four), v128.load(vector + (k << 1))));
    high = f64x2.add(high, f64x2.mul(highOf(four), v128.load(vector + (k << 1), 16)));
  }
  let first = f64x2.extract_lane(low, 0);
  for (; k < bytes; k += 4) first += <f64>load<f32>(row + k) * load<f64>(vector + (k << 1));
  return first + f64x2.extract_lane(low, 1) + f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1);
}

/**
 * Inner products of some rows with a vector, both of double precision.
 *
 * @param chosen  which rows, in four bytes each
 */
export function multiplyRows(
  products: usize,
  rows: usize,
  width: usize,
  chosen: usize,
  vector: usize,
  count: usize,
): void {
  const bytes = width << 2;
  for (let r: usize = 0; r < count; r++) {
    const row = rows + <usize>load<u32>(chosen + (r << 2)) * bytes;
    store<f64>(products + (r << 3), productOf(row, vector, bytes));
  }
}

/** Inner products of all rows with a vector of double precision; the products are of single. */
export function multiplyAllRows(
  products: usize,
  rows: usize,
  width: usize,
  vector: usize,
  count: usize,
): void {
  const bytes = width << 2;
  for (const end = products + (count << 2); products < end; products += 4) {
    store<f32>(products, <f32>productOf(rows, vector, bytes));
    rows += bytes;
  }
}

/**
 * Some rows in double precision, each times a weight.
 *
 * @param stride  of the weighed rows, in numbers; those past the width stay as they are
 * @param chosen  which rows, in four bytes each
 */
export function weighRows(
  weighed: usize,
  stride: usize,
  rows: usize,
  width: usize,
  chosen: usize,
  weights: usize,
  count: usize,
): void {
  const bytes = width << 2;
  const whole = bytes & ~15;
  for (let r: usize = 0; r < count; r++) {
    const row = rows + <usize>load<u32>(chosen + (r << 2)) * bytes;
    const weight = load<f64>(weights + (r << 3));
    const all = f64x2.splat(weight);
    const to = weighed + ((r * stride) << 3);
    let k: usize = 0;
    for (; k < whole; k += 16) {
      const four = v128.load(row + k);
      v128.store(to + (k << 1), f64x2.mul(all, lowOf(four)));
      v128.store(to + (k << 1), f64x2.mul(all, highOf(four)), 16);
    }
    for (; k < bytes; k += 4) store<f64>(to + (k << 1), weight * <f64>load<f32>(row + k));
  }
}
