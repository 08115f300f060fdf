/**
 * What facts say of the star model's rows. Columns do not depend on each other, so that eight of them at a time, a line of
 * the processor's cache, can go to another thread. ../../rating-prediction/side-kernels.ts says the same in TypeScript.
 */
import { beginStream, normal } from './random';

const NUMBER: usize = 3;
/** Bytes of eight columns. */
const LINE: usize = 64;

/** out = a − b, numbers from … to, in lines of eight. */
export function subtract(from: usize, to: usize, space: usize, out: usize, a: usize, b: usize): void {
  for (let at = from * LINE; at < to * LINE; at += 16)
    v128.store(out + at, f64x2.sub(v128.load(a + at), v128.load(b + at)));
}

/** Standard normals, `width` for each of rows from … to; one stream a row. */
export function fillNormals(
  from: usize,
  to: usize,
  space: usize,
  width: usize,
  stride: usize,
  normals: usize,
  seed: u32,
): void {
  for (let row = from; row < to; row++) {
    beginStream(seed, <u32>row);
    const target = normals + ((row * stride) << NUMBER);
    for (let k: usize = 0; k < width; k++) f64.store(target + (k << NUMBER), normal());
  }
}

/** Σ of squares of each column, for lines from … to of the columns. */
export function sumSquares(
  from: usize,
  to: usize,
  space: usize,
  stride: usize,
  rows: usize,
  matrix: usize,
  sums: usize,
): void {
  const bytes = stride << NUMBER;
  for (let line = from * LINE; line < to * LINE; line += 16) {
    let sum = f64x2.splat(0);
    const end = matrix + rows * bytes;
    for (let row = matrix + line; row < end; row += bytes) {
      const pair = v128.load(row);
      sum = f64x2.add(sum, f64x2.mul(pair, pair));
    }
    v128.store(sums + line, sum);
  }
}

/**
 * Draws the weights of all facts, one after the other, each given the rest, for lines from … to of the columns, and takes what
 * they explain off `left`.
 */
export function drawWeights(
  from: usize,
  to: usize,
  space: usize,
  stride: usize,
  facts: usize,
  offsets: usize,
  columns: usize,
  values: usize,
  squares: usize,
  left: usize,
  weights: usize,
  normals: usize,
  weightPrecision: usize,
  precision: usize,
): void {
  const bytes = stride << NUMBER;
  for (let line = from * LINE; line < to * LINE; line += LINE) {
    for (let fact: usize = 0; fact < facts; fact++) {
      const begin = <usize>load<u32>(offsets + (fact << 2));
      const end = <usize>load<u32>(offsets + (fact << 2), 4);
      let c0 = f64x2.splat(0);
      let c1 = f64x2.splat(0);
      let c2 = f64x2.splat(0);
      let c3 = f64x2.splat(0);
      for (let e = begin; e < end; e++) {
        const row = left + <usize>load<u32>(columns + (e << 2)) * bytes + line;
        const value = f64x2.splat(<f64>load<f32>(values + (e << 2)));
        c0 = f64x2.add(c0, f64x2.mul(value, v128.load(row)));
        c1 = f64x2.add(c1, f64x2.mul(value, v128.load(row, 16)));
        c2 = f64x2.add(c2, f64x2.mul(value, v128.load(row, 32)));
        c3 = f64x2.add(c3, f64x2.mul(value, v128.load(row, 48)));
      }
      const square = v128.load_splat<f64>(squares + (fact << NUMBER));
      const at = fact * bytes + line;
      const own = weightPrecision + line;
      const known = precision + line;
      c0 = drawn(c0, square, weights + at, normals + at, own, known);
      c1 = drawn(c1, square, weights + at + 16, normals + at + 16, own + 16, known + 16);
      c2 = drawn(c2, square, weights + at + 32, normals + at + 32, own + 32, known + 32);
      c3 = drawn(c3, square, weights + at + 48, normals + at + 48, own + 48, known + 48);
      for (let e = begin; e < end; e++) {
        const row = left + <usize>load<u32>(columns + (e << 2)) * bytes + line;
        const value = f64x2.splat(<f64>load<f32>(values + (e << 2)));
        v128.store(row, f64x2.sub(v128.load(row), f64x2.mul(value, c0)));
        v128.store(row, f64x2.sub(v128.load(row, 16), f64x2.mul(value, c1)), 16);
        v128.store(row, f64x2.sub(v128.load(row, 32), f64x2.mul(value, c2)), 32);
        v128.store(row, f64x2.sub(v128.load(row, 48), f64x2.mul(value, c3)), 48);
      }
    }
  }
}

/** Draws two weights of a fact, and says by how much they have changed. */
function drawn(
  change: v128,
  square: v128,
  weights: usize,
  normals: usize,
  weightPrecision: usize,
  precision: usize,
): v128 {
  const known = v128.load(precision);
  const before = v128.load(weights);
  const trust = f64x2.add(f64x2.mul(square, known), v128.load(weightPrecision));
  const mean = f64x2.div(f64x2.mul(known, f64x2.add(change, f64x2.mul(square, before))), trust);
  const now = f64x2.add(mean, f64x2.div(v128.load(normals), f64x2.sqrt(trust)));
  v128.store(weights, now);
  return f64x2.sub(now, before);
}
