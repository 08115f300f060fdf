/** A half sweep of implicit factors. ../../models/ials-kernels.ts says the same in TypeScript. */
import { addTile } from './kernels';

const NUMBER: usize = 3;
/** Rows that stay in the processor's cache while their products are summed. */
const ROWS: usize = 128;

/** Adds XᵀX to C, both triangles, for tiles from … to of four rows of C; X has `count` rows of n numbers. */
export function addWideGram(
  from: usize,
  to: usize,
  space: usize,
  c: usize,
  n: usize,
  x: usize,
  count: usize,
): void {
  const bytes = n << NUMBER;
  for (let row: usize = 0; row < count; row += ROWS) {
    const some = x + row * bytes;
    const depth = min(ROWS, count - row);
    for (let i = from * 4; i < to * 4; i += 4)
      for (let j: usize = 0; j < n; j += 4)
        addTile(c + i * bytes + (j << NUMBER), bytes, some + (i << NUMBER), bytes, some + (j << NUMBER), bytes, depth, 1);
  }
}

/**
 * Rows from … to of `target` against the fixed `other` side, by conjugate gradients, in place.
 *
 * @param space  room for 3 · d numbers
 * @param d      numbers of a row, even
 * @param base   α₀·HᵀH, d × d
 * @param all    ridge without any rating, in ratings
 */
export function solveRows(
  from: usize,
  to: usize,
  space: usize,
  d: usize,
  offsets: usize,
  columns: usize,
  values: usize,
  other: usize,
  target: usize,
  base: usize,
  ridge: f64,
  all: f64,
  steps: i32,
): void {
  const bytes = d << NUMBER;
  const residual = space;
  const direction = residual + bytes;
  const image = direction + bytes;
  for (let row = from; row < to; row++) {
    const x = target + row * bytes;
    const begin = <usize>load<u32>(offsets + (row << 2));
    const end = <usize>load<u32>(offsets + (row << 2), 4);
    if (begin == end) {
      memory.fill(x, 0, bytes);
      continue;
    }
    const shrink = ridge * (<f64>(end - begin) + all);
    multiply(x, image, bytes, base, shrink, columns, values, other, begin, end);
    const minus = f64x2.splat(-1);
    for (let k: usize = 0; k < bytes; k += 16) v128.store(residual + k, f64x2.mul(minus, v128.load(image + k)));
    for (let e = begin; e < end; e++) {
      const value = <f64>load<f32>(values + (e << 2));
      if (value > 0) addTimes(residual, other + <usize>load<u32>(columns + (e << 2)) * bytes, value, bytes);
    }
    memory.copy(direction, residual, bytes);
    let length = product(residual, residual, bytes);
    for (let step = 0; step < steps && length > 1e-20; step++) {
      multiply(direction, image, bytes, base, shrink, columns, values, other, begin, end);
      const stride = length / product(direction, image, bytes);
      addTimes(x, direction, stride, bytes);
      addTimes(residual, image, -stride, bytes);
      const next = product(residual, residual, bytes);
      const kept = f64x2.splat(next / length);
      for (let k: usize = 0; k < bytes; k += 16)
        v128.store(
          direction + k,
          f64x2.add(v128.load(residual + k), f64x2.mul(kept, v128.load(direction + k))),
        );
      length = next;
    }
  }
}

/** out = A·x, where A is the row's system. */
function multiply(
  x: usize,
  out: usize,
  bytes: usize,
  base: usize,
  shrink: f64,
  columns: usize,
  values: usize,
  other: usize,
  begin: usize,
  end: usize,
): void {
  for (let a: usize = 0; a < bytes; a += 8)
    f64.store(out + a, shrink * f64.load(x + a) + product(base + (a >> NUMBER) * bytes, x, bytes));
  for (let e = begin; e < end; e++) {
    const h = other + <usize>load<u32>(columns + (e << 2)) * bytes;
    const value = abs(<f64>load<f32>(values + (e << 2)));
    addTimes(out, h, value * product(h, x, bytes), bytes);
  }
}

function addTimes(to: usize, from: usize, times: f64, bytes: usize): void {
  const factor = f64x2.splat(times);
  for (let k: usize = 0; k < bytes; k += 16)
    v128.store(to + k, f64x2.add(v128.load(to + k), f64x2.mul(factor, v128.load(from + k))));
}

function product(a: usize, b: usize, bytes: usize): f64 {
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  let k: usize = 0;
  for (; k + 16 < bytes; k += 32) {
    s = f64x2.add(s, f64x2.mul(v128.load(a + k), v128.load(b + k)));
    t = f64x2.add(t, f64x2.mul(v128.load(a + k, 16), v128.load(b + k, 16)));
  }
  if (k < bytes) s = f64x2.add(s, f64x2.mul(v128.load(a + k), v128.load(b + k)));
  s = f64x2.add(s, t);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}
