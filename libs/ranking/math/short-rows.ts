/** Rows of numbers in two bytes each: `numbers` times the row's scale. Errors are below 1/65,000 of the largest of a row. */
export interface ShortRows {
  /** Row-major, −32,767 to 32,767. */
  numbers: Int16Array;
  /** One a row. */
  scales: Float32Array;
}

const LARGEST = 32_767;

/** @returns so many rows of `width` zeros */
export function shortRows(count: number, width: number): ShortRows {
  return { numbers: new Int16Array(count * width), scales: new Float32Array(count) };
}

/** Puts a row in its place. @param row  of `width` numbers, from `from` on */
export function setShortRow(
  { numbers, scales }: ShortRows,
  at: number,
  row: Float32Array,
  from: number,
  width: number,
): void {
  let largest = 0;
  for (let k = from; k < from + width; k++) largest = Math.max(largest, Math.abs(row[k]));
  const scale = Math.fround(largest / LARGEST);
  scales[at] = scale;
  if (scale === 0) return;
  for (let k = 0; k < width; k++) {
    const short = Math.round(row[from + k] / scale);
    numbers[at * width + k] = Math.max(-LARGEST, Math.min(LARGEST, short));
  }
}

/** Weighted sum of some rows, four at a time; see `sumRows`. */
export function sumShortRows(
  { numbers, scales }: ShortRows,
  width: number,
  chosen: Int32Array,
  weights: Float64Array,
): Float32Array {
  const sum = new Float32Array(width);
  let at = 0;
  for (; at + 3 < chosen.length; at += 4) {
    const r0 = chosen[at] * width;
    const r1 = chosen[at + 1] * width;
    const r2 = chosen[at + 2] * width;
    const r3 = chosen[at + 3] * width;
    const w0 = weights[at] * scales[chosen[at]];
    const w1 = weights[at + 1] * scales[chosen[at + 1]];
    const w2 = weights[at + 2] * scales[chosen[at + 2]];
    const w3 = weights[at + 3] * scales[chosen[at + 3]];
    for (let k = 0; k < width; k++)
      sum[k] += w0 * numbers[r0 + k] + w1 * numbers[r1 + k] + w2 * numbers[r2 + k] + w3 * numbers[r3 + k];
  }
  for (; at < chosen.length; at++) {
    const from = chosen[at] * width;
    const weight = weights[at] * scales[chosen[at]];
    for (let k = 0; k < width; k++) sum[k] += weight * numbers[from + k];
  }
  return sum;
}
