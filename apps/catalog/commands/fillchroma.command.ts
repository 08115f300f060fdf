import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { PlotEmbedder } from '#datasets/plots/plot-embedder.js';
import { readVectorFile } from '#datasets/plots/vector-file.js';
import { dataFile } from '#platform/config/project-root.js';
import { count, type Progress, seconds } from '#platform/process/progress.js';
import type { INestApplicationContext } from '@nestjs/common';
import { getModelToken } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { type IndexPlan, PlotIndexer, type VectorSource } from '../search/plot.indexer.js';
import { loadMovies } from './initdb.command.js';

/**
 * `--fillchroma`: brings the index of plot vectors up to date with the catalogue's plots. Uses the vectors stored in
 * data/ and embeds the other plots; vectors that are up to date stay.
 */
export async function fillChroma(app: INestApplicationContext, progress: Progress): Promise<void> {
  const started = performance.now();
  await loadMoviesIfNone(app, progress);
  const indexer = app.get(PlotIndexer);
  const plan = await progress.step('Comparing the index with the plots', () => indexer.plan());
  await indexer.removeGone(plan);
  const embedder = new PlotEmbedder(Math.max(1, availableParallelism() - 1));
  try {
    const vectors: VectorSource = {
      stored: plan.missing.length > 0 ? await storedVectors(progress) : new Map(),
      embed: (texts) => embedder.embed(texts),
    };
    const [stored, embedded] = await indexMissing(indexer, plan, vectors, progress);
    await indexer.announce(plan.gone.length + stored + embedded);
    progress.say(
      `${count(plan.plots)} plots: ${count(stored)} from the stored vectors, ${count(embedded)} embedded, ` +
        `${count(plan.gone.length)} removed, ${count(plan.unchanged)} unchanged in ${seconds(performance.now() - started)}`,
    );
  } finally {
    await embedder.close();
  }
}

/** On a fresh clone the catalogue has no movies yet. */
async function loadMoviesIfNone(app: INestApplicationContext, progress: Progress): Promise<void> {
  const movies = app.get<Model<MovieDocument>>(getModelToken(MovieDocument.name));
  if (await movies.exists({})) return;
  progress.say('The catalogue holds no films yet, so they are loaded first.');
  await loadMovies(app, progress);
}

async function indexMissing(
  indexer: PlotIndexer,
  plan: IndexPlan,
  vectors: VectorSource,
  progress: Progress,
): Promise<[stored: number, embedded: number]> {
  const stored = plan.missing.filter(({ hash }) => vectors.stored.has(hash)).length;
  const left = plan.missing.length - stored;
  if (stored > 0) {
    await progress.step(`Taking ${count(stored)} vectors from data/`, (report) =>
      indexer.indexStored(plan, vectors, (done, total) => report.fraction(done / total)),
    );
    // Embedding may take minutes; recommendations can use the stored vectors meanwhile.
    if (left > 0) await indexer.announce(stored);
  }
  if (left > 0) {
    await progress.step(`Embedding ${count(left)} plots`, (report) =>
      indexer.indexEmbedded(plan, vectors, (done, total) => report.fraction(done / total)),
    );
  }
  return [stored, left];
}

async function storedVectors(progress: Progress): Promise<ReadonlyMap<string, Float32Array>> {
  const path = dataFile('plot-vectors.safetensors');
  if (!existsSync(path)) return new Map();
  try {
    return (await readVectorFile(path)).vectors;
  } catch (error) {
    progress.say(`  ${(error as Error).message}; all plots are embedded instead`);
    return new Map();
  }
}
