/** Draws of the star model's rows, each given the other side's. ../../rating-prediction/gibbs-rows.ts says the same in TypeScript. */
import { addTile } from './kernels';
import { beginStream, gamma, normal } from './random';

/** Ratings that are multiplied at once: 8 kB of them. */
const ROWS: usize = 64;
const NUMBER: usize = 3;

/**
 * Draws rows from … to of one side.
 *
 * @param space   room for stride² + ROWS · stride + 2 · width numbers
 * @param width   numbers of a row; rows stand `stride` numbers apart, a multiple of 4 above width, with zeros after the numbers
 * @param noise   α of each row, or with `byRow` 0 of each column
 */
export function drawRows(
  from: usize,
  to: usize,
  space: usize,
  width: usize,
  stride: usize,
  offsets: usize,
  columns: usize,
  values: usize,
  other: usize,
  expected: usize,
  precision: usize,
  noise: usize,
  byRow: i32,
  factors: usize,
  means: usize,
  seed: u32,
): void {
  const bytes = stride << NUMBER;
  const x = space + stride * bytes;
  const pairs = x + ROWS * bytes;
  memory.fill(x, 0, ROWS * bytes);
  for (let row = from; row < to; row++) {
    memory.fill(space, 0, stride * bytes);
    const prior = expected + row * bytes;
    for (let i: usize = 0; i < width; i++) {
      const trust = f64.load(precision + (i << NUMBER));
      f64.store(space + i * bytes + (i << NUMBER), trust);
      f64.store(space + i * bytes + (width << NUMBER), trust * f64.load(prior + (i << NUMBER)));
    }
    let count: usize = 0;
    const end = <usize>load<u32>(offsets + (row << 2), 4);
    for (let e = <usize>load<u32>(offsets + (row << 2)); e < end; e++) {
      const column = <usize>load<u32>(columns + (e << 2));
      const root = sqrt(f64.load(noise + ((byRow ? row : column) << NUMBER)));
      const taken = other + column * bytes;
      const place = x + count * bytes;
      const roots = f64x2.splat(root);
      for (let k: usize = 0; k < bytes; k += 16) v128.store(place + k, f64x2.mul(roots, v128.load(taken + k)));
      f64.store(place, root);
      f64.store(place + (width << NUMBER), root * (<f64>load<f32>(values + (e << 2)) - f64.load(taken)));
      if (++count == ROWS) {
        addUpperGram(space, stride, x, count);
        count = 0;
      }
    }
    addUpperGram(space, stride, x, count);
    beginStream(seed, <u32>row);
    solve(space, bytes, width, pairs);
    const target = row * bytes;
    for (let i: usize = 0; i < width; i++) {
      f64.store(means + target + (i << NUMBER), f64.load(pairs + (i << 4)));
      f64.store(factors + target + (i << NUMBER), f64.load(pairs + (i << 4), 8));
    }
  }
}

/** Adds XᵀX to the upper triangle of A. */
function addUpperGram(a: usize, stride: usize, x: usize, count: usize): void {
  const bytes = stride << NUMBER;
  for (let i: usize = 0; i < stride; i += 4)
    for (let j = i; j < stride; j += 4)
      addTile(a + i * bytes + (j << NUMBER), bytes, x + (i << NUMBER), bytes, x + (j << NUMBER), bytes, count, 1);
}

/**
 * Mean A⁻¹·c and a draw around it, side by side in `pairs`. A is the upper triangle, c its column `width`.
 * Below the diagonal nothing is read, so what whole pairs of numbers leave there does not matter.
 */
function solve(a: usize, bytes: usize, width: usize, pairs: usize): void {
  for (let j: usize = 0; j < width; j++) {
    const row = a + j * bytes;
    const left = f64.load(row + (j << NUMBER));
    if (!(left > 0)) unreachable();
    const pivot = 1 / sqrt(left);
    const scale = f64x2.splat(pivot);
    for (let k = (j & ~1) << NUMBER; k < bytes; k += 16) v128.store(row + k, f64x2.mul(scale, v128.load(row + k)));
    // What is divided by from here on is multiplied with.
    f64.store(row + (j << NUMBER), pivot);
    for (let i = j + 1; i < width; i++) {
      const factor = v128.load_splat<f64>(row + (i << NUMBER));
      const rest = a + i * bytes;
      for (let k = (i & ~1) << NUMBER; k < bytes; k += 16)
        v128.store(rest + k, f64x2.sub(v128.load(rest + k), f64x2.mul(factor, v128.load(row + k))));
    }
  }
  for (let i: usize = 0; i < width; i++) {
    const mean = f64.load(a + i * bytes + (width << NUMBER));
    f64.store(pairs + (i << 4), mean);
    f64.store(pairs + (i << 4), mean + normal(), 8);
  }
  for (let i: isize = width - 1; i >= 0; i--) {
    const found = f64x2.mul(v128.load(pairs + (i << 4)), v128.load_splat<f64>(a + i * bytes + (i << NUMBER)));
    v128.store(pairs + (i << 4), found);
    for (let j: isize = 0; j < i; j++) {
      const factor = v128.load_splat<f64>(a + j * bytes + (i << NUMBER));
      v128.store(pairs + (j << 4), f64x2.sub(v128.load(pairs + (j << 4)), f64x2.mul(factor, found)));
    }
  }
}

/** Draws α of users from … to, given all factors. */
export function drawNoise(
  from: usize,
  to: usize,
  space: usize,
  stride: usize,
  offsets: usize,
  columns: usize,
  values: usize,
  users: usize,
  items: usize,
  noise: usize,
  shape: f64,
  mean: f64,
  seed: u32,
): void {
  const bytes = stride << NUMBER;
  for (let row = from; row < to; row++) {
    const user = users + row * bytes;
    const bias = f64.load(user);
    const begin = <usize>load<u32>(offsets + (row << 2));
    const end = <usize>load<u32>(offsets + (row << 2), 4);
    let squares: f64 = 0;
    for (let e = begin; e < end; e++) {
      const item = items + <usize>load<u32>(columns + (e << 2)) * bytes;
      let sums = f64x2.splat(0);
      for (let k: usize = 0; k < bytes; k += 16)
        sums = f64x2.add(sums, f64x2.mul(v128.load(user + k), v128.load(item + k)));
      const other = f64.load(item);
      const product = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1) - bias * other;
      const error = <f64>load<f32>(values + (e << 2)) - bias - other - product;
      squares += error * error;
    }
    beginStream(seed, <u32>row);
    f64.store(noise + (row << NUMBER), gamma((shape + <f64>(end - begin)) / 2, (shape / mean + squares) / 2));
  }
}
