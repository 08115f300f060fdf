import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';

interface Tensor {
  dtype: string;
  shape: number[];
  data_offsets: [begin: number, end: number];
}

/** In bytes; a model's header has some thousand. */
const LONGEST_HEADER = 1024 * 1024;
const HALF = 2;

/**
 * A safetensors file of half-precision numbers, read a part at a time: nothing of it stays in memory but its header.
 *
 * https://huggingface.co/docs/safetensors/index#format
 */
export class HalfTensors {
  private readonly file: number;
  private readonly tensors: Record<string, Tensor | undefined>;
  private readonly begin: number;

  /** @throws Error naming the file when it is no safetensors file */
  constructor(private readonly path: string) {
    this.file = openSync(path, 'r');
    const { size } = fstatSync(this.file);
    const length = size >= 8 ? Number(Buffer.from(this.bytes(0, 8)).readBigUInt64LE()) : Infinity;
    if (length > Math.min(size - 8, LONGEST_HEADER)) throw this.damaged('has no header');
    this.tensors = JSON.parse(Buffer.from(this.bytes(8, length)).toString()) as typeof this.tensors;
    this.begin = 8 + length;
  }

  get names(): string[] {
    return Object.keys(this.tensors);
  }

  shape(name: string): readonly number[] {
    return this.tensor(name).shape;
  }

  /**
   * @param from   first row, from 0
   * @param count  rows; all when left out. A list of numbers is one row
   * @returns the rows' numbers one after the other
   * @throws Error naming file and tensor when it is not there or not of half precision
   */
  rows(name: string, from = 0, count?: number): Float16Array {
    const { shape, data_offsets: offsets } = this.tensor(name);
    const width = shape.at(-1) ?? 1;
    const rows = count ?? (offsets[1] - offsets[0]) / HALF / width;
    const at = offsets[0] + from * width * HALF;
    if (at < 0 || at + rows * width * HALF > offsets[1]) throw this.damaged(`has no row ${from} of ${name}`);
    return new Float16Array(this.bytes(this.begin + at, rows * width * HALF).buffer);
  }

  close(): void {
    closeSync(this.file);
  }

  private tensor(name: string): Tensor {
    const tensor = this.tensors[name];
    if (tensor?.dtype !== 'F16') throw this.damaged(`has no half-precision tensor ${name}`);
    return tensor;
  }

  private bytes(at: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    if (readSync(this.file, bytes, 0, length, at) < length) throw this.damaged('is cut short');
    return bytes;
  }

  private damaged(why: string): Error {
    return new Error(`${basename(this.path)} ${why}`);
  }
}
