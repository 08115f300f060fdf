/**
 * Makes data/plot-vectors.safetensors: the plot vectors of the sample's movies. What the file already holds is kept,
 * so an interrupted run is taken up where it ended.
 *
 *   npm run dataset:vectors [-- --threads 2]
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDataset } from '#datasets/dataset.js';
import { plotDimensions, PlotEmbedder, plotModelId } from '#datasets/plots/plot-embedder.js';
import { plotHash, plotText } from '#datasets/plots/plot-text.js';
import { dataFile, projectRoot } from '#platform/config/project-root.js';
import { readVectorFile, writeVectorFile } from '#datasets/plots/vector-file.js';

/** Texts between two saves: a minute's work at most is lost by an interruption. */
const savedEvery = 200;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { threads: { type: 'string', default: String(availableParallelism()) } },
  });
  const threads = Number(values.threads);
  if (!Number.isInteger(threads) || threads < 1) throw new Error('--threads must be a whole number from 1');

  const dataset = await openDataset(undefined, { cacheDir: join(projectRoot(), '.local', 'cache') });
  const texts = new Map<string, string>();
  for await (const movie of dataset.movies()) {
    const text = plotText(movie);
    if (text !== undefined) texts.set(plotHash(plotModelId, text), text);
  }
  const path = dataFile('plot-vectors.safetensors');
  const stored = existsSync(path) ? (await readVectorFile(path)).vectors : new Map<string, Float32Array>();
  const vectors = new Map([...stored].filter(([hash]) => texts.has(hash)));
  const missing = [...texts].filter(([hash]) => !vectors.has(hash));
  console.log(`${texts.size} plots, ${vectors.size} already have a vector`);

  const embedder = new PlotEmbedder(threads);
  const started = Date.now();
  try {
    for (let at = 0; at < missing.length; at += savedEvery) {
      const batch = missing.slice(at, at + savedEvery);
      const made = await embedder.embed(batch.map(([, text]) => text));
      batch.forEach(([hash], index) => vectors.set(hash, made[index]));
      await writeVectorFile(path, { model: plotModelId, dimensions: plotDimensions, vectors });
      const done = at + batch.length;
      const perSecond = done / ((Date.now() - started) / 1000);
      const left = Math.round((missing.length - done) / perSecond);
      console.log(`${done} of ${missing.length} embedded, ${perSecond.toFixed(1)} a second, ${left} s left`);
    }
  } finally {
    await embedder.close();
  }
  await writeVectorFile(path, { model: plotModelId, dimensions: plotDimensions, vectors });
  console.log(`${vectors.size} vectors → data/plot-vectors.safetensors`);
}

await main().catch((error: Error) => {
  console.error(`dataset:vectors: ${error.message}`);
  process.exitCode = 1;
});
