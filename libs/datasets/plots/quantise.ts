/** Numbers that share a scale. */
export const BLOCK = 32;
const MIDDLE = 128;

export interface Quantised {
  /** 128 + number / scale of its block, rounded: 1…255. */
  numbers: Uint8Array;
  /** Largest absolute number of each block / 127. */
  scales: Float32Array;
}

/**
 * Eight bits a number, symmetric, a scale for every {@link BLOCK} of them: what ONNX Runtime's MatMulNBits multiplies with.
 * The error is at most half a scale.
 *
 * @param values  rows × columns, row after row; columns are whole blocks
 */
export function quantise(values: ArrayLike<number>): Quantised {
  const numbers = new Uint8Array(values.length);
  const scales = new Float32Array(values.length / BLOCK);
  for (let block = 0; block < scales.length; block += 1) {
    const from = block * BLOCK;
    let largest = 0;
    for (let at = from; at < from + BLOCK; at += 1) largest = Math.max(largest, Math.abs(values[at]));
    const scale = largest / 127 || 1;
    scales[block] = scale;
    for (let at = from; at < from + BLOCK; at += 1) numbers[at] = MIDDLE + Math.round(values[at] / scale);
  }
  return { numbers, scales };
}
