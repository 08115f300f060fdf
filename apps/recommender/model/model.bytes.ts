import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dataMemory } from '#ranking/kernels/kernel.memory.js';

const CHUNK_BYTES = 1024 * 1024;

/**
 * The bytes of a model where kernels read them, so that it is not in memory twice while it is loaded.
 *
 * @param size  how many bytes come; what comes past them is left out
 */
export async function modelBytes(size: number, chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const bytes = dataMemory(size);
  let at = 0;
  for await (const chunk of chunks) {
    const some = chunk.subarray(0, size - at);
    bytes.set(some, at);
    at += some.length;
  }
  return bytes.subarray(0, at);
}

/** Those of a file. */
export async function modelFileBytes(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  return modelBytes(size, createReadStream(path, { highWaterMark: CHUNK_BYTES }));
}
