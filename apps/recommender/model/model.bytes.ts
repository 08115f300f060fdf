import { bytesOf, dataMemory } from '#ranking/kernels/kernel.memory.js';

/**
 * The bytes of a model file where kernels read them, so that a model is not in memory twice while it is loaded.
 *
 * @param size  how many bytes come; what comes past them is left out
 */
export async function modelBytes(size: number, chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const bytes = dataMemory(size);
  const target = bytesOf(bytes);
  let at = 0;
  for await (const chunk of chunks) at += bytesOf(chunk).copy(target, at);
  return bytes.subarray(0, at);
}
