/** The random numbers of ../../rating-prediction/gamma-normal.ts, the same ones. Each thread has a stream of its own at a time. */

let state: u32 = 0;
let spare: f64 = 0;
let hasSpare: bool = false;

/** Begins the stream of one row. */
export function beginStream(seed: u32, row: u32): void {
  state = mixed(mixed(seed) ^ row);
  hasSpare = false;
}

function mixed(value: u32): u32 {
  value *= 0x85ebca6b;
  value = (value ^ (value >>> 13)) * 0xc2b2ae35;
  return value ^ (value >>> 16);
}

function uniform(): f64 {
  state += 0x6d2b79f5;
  let mixed = (state ^ (state >>> 15)) * (state | 1);
  mixed ^= mixed + (mixed ^ (mixed >>> 7)) * (mixed | 61);
  return <f64>(mixed ^ (mixed >>> 14)) / 4294967296;
}

/** Standard normal, by Marsaglia's polar method. */
export function normal(): f64 {
  if (hasSpare) {
    hasSpare = false;
    return spare;
  }
  let x: f64;
  let y: f64;
  let square: f64;
  do {
    x = 2 * uniform() - 1;
    y = 2 * uniform() - 1;
    square = x * x + y * y;
  } while (square >= 1 || square == 0);
  const factor = sqrt((-2 * log(square)) / square);
  spare = y * factor;
  hasSpare = true;
  return x * factor;
}

/** Gamma with mean shape / rate; shape at least 1, rate above 0. */
export function gamma(shape: f64, rate: f64): f64 {
  const d = shape - 1.0 / 3.0;
  const c = 1 / sqrt(9 * d);
  let v: f64;
  let x: f64;
  do {
    x = normal();
    const root = 1 + c * x;
    v = root * root * root;
  } while (v <= 0 || log(uniform()) >= 0.5 * x * x + d - d * v + d * log(v));
  return (d * v) / rate;
}

/** Natural logarithm of a positive number that is neither infinite nor subnormal (fdlibm's, as V8's own is; without tables). */
function log(x: f64): f64 {
  let bits = reinterpret<u64>(x);
  let high = <u32>(bits >> 32);
  high += 0x3ff00000 - 0x3fe6a09e;
  const exponent = <f64>(<i32>(high >> 20) - 0x3ff);
  high = (high & 0x000fffff) + 0x3fe6a09e;
  bits = ((<u64>high) << 32) | (bits & 0xffffffff);
  const f = reinterpret<f64>(bits) - 1;
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.666666666666735130e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  return s * (half + even + odd) + exponent * 1.90821492927058770002e-10 - half + f + exponent * 6.93147180369123816490e-1;
}
