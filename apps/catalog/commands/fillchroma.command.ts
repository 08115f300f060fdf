import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { PlotEmbedder } from '#datasets/plots/plot-embedder.js';
import { dataFile } from '#platform/config/project-root.js';
import { readVectorFile } from '#datasets/plots/vector-file.js';
import type { INestApplicationContext } from '@nestjs/common';
import { getModelToken } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { type Progress, seconds } from '#platform/process/progress.js';
import { count, loadMovies } from './initdb.command.js';
import { MovieDocument } from '../movies/movie.schema.js';
import { type IndexPlan, PlotIndexer, type VectorSource } from '../search/plot.indexer.js';

/**
 * `--fillchroma`: makes the index of plot vectors what the catalogue's plots say. Vectors kept in data/ are taken as
 * they are, the others are made; what the index has already is left alone.
 */
export async function fillChroma(app: INestApplicationContext, progress: Progress): Promise<void> {
  const started = performance.now();
  await loadMoviesIfNone(app, progress);
  const backfill = app.get(PlotIndexer);
  const plan = await progress.step('Comparing the index with the plots', () => backfill.plan());
  await backfill.removeGone(plan);
  const embedder = new PlotEmbedder(Math.max(1, availableParallelism() - 1));
  try {
    const vectors: VectorSource = {
      stored: plan.missing.length > 0 ? await storedVectors(progress) : new Map(),
      embed: (texts) => embedder.embed(texts),
    };
    const [stored, embedded] = await indexMissing(backfill, plan, vectors, progress);
    await backfill.announce(plan.gone.length + stored + embedded);
    progress.say(
      `${count(plan.plots)} plots: ${count(stored)} from the stored vectors, ${count(embedded)} embedded, ` +
        `${count(plan.gone.length)} removed, ${count(plan.unchanged)} unchanged in ${seconds(performance.now() - started)}`,
    );
  } finally {
    await embedder.close();
  }
}

/** Typed on a fresh clone, the command has no movies to work on yet. */
async function loadMoviesIfNone(app: INestApplicationContext, progress: Progress): Promise<void> {
  const movies = app.get<Model<MovieDocument>>(getModelToken(MovieDocument.name));
  if (await movies.exists({})) return;
  progress.say('The catalogue holds no films yet, so they are loaded first.');
  await loadMovies(app, progress);
}

async function indexMissing(
  backfill: PlotIndexer,
  plan: IndexPlan,
  vectors: VectorSource,
  progress: Progress,
): Promise<[stored: number, embedded: number]> {
  const kept = plan.missing.filter(({ hash }) => vectors.stored.has(hash)).length;
  const left = plan.missing.length - kept;
  if (kept > 0) {
    await progress.step(`Taking ${count(kept)} vectors from data/`, (report) =>
      backfill.indexStored(plan, vectors, (done, total) => report.fraction(done / total)),
    );
    // The rest may take minutes; recommendations can use these meanwhile.
    if (left > 0) await backfill.announce(kept);
  }
  if (left > 0) {
    await progress.step(`Embedding ${count(left)} plots`, (report) =>
      backfill.indexEmbedded(plan, vectors, (done, total) => report.fraction(done / total)),
    );
  }
  return [kept, left];
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
