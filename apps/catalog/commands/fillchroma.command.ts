import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { PlotEmbedder } from '#datasets/plots/plot-embedder.js';
import { dataFile } from '#platform/config/project-root.js';
import { readVectorFile } from '#datasets/plots/vector-file.js';
import type { INestApplicationContext } from '@nestjs/common';
import { getModelToken } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { type Progress, seconds } from '#platform/process/progress.js';
import { count, loadFilms } from './initdb.command.js';
import { MovieRecord } from '../movies/movie.schema.js';
import { type FillPlan, PlotFiller, type VectorSource } from '../search/plot.indexer.js';

/**
 * `--fillchroma`: makes the index of plot vectors what the catalogue's plots say. Vectors kept in data/ are taken as
 * they are, the others are made; what the index has already is left alone.
 */
export async function fillChroma(app: INestApplicationContext, progress: Progress): Promise<void> {
  const started = performance.now();
  await loadFilmsIfNone(app, progress);
  const filler = app.get(PlotFiller);
  const plan = await progress.step('Comparing the index with the plots', () => filler.plan());
  await filler.removeGone(plan);
  const embedder = new PlotEmbedder(Math.max(1, availableParallelism() - 1));
  try {
    const vectors: VectorSource = {
      stored: plan.missing.length > 0 ? await storedVectors(progress) : new Map(),
      embed: (texts) => embedder.embed(texts),
    };
    const [stored, embedded] = await fill(filler, plan, vectors, progress);
    await filler.announce(plan.gone.length + stored + embedded);
    progress.say(
      `${count(plan.plots)} plots: ${count(stored)} from the stored vectors, ${count(embedded)} embedded, ` +
        `${count(plan.gone.length)} removed, ${count(plan.unchanged)} unchanged in ${seconds(performance.now() - started)}`,
    );
  } finally {
    await embedder.close();
  }
}

/** Typed on a fresh clone, the command has no films to work on yet. */
async function loadFilmsIfNone(app: INestApplicationContext, progress: Progress): Promise<void> {
  const movies = app.get<Model<MovieRecord>>(getModelToken(MovieRecord.name));
  if (await movies.exists({})) return;
  progress.say('The catalogue holds no films yet, so they are loaded first.');
  await loadFilms(app, progress);
}

async function fill(
  filler: PlotFiller,
  plan: FillPlan,
  vectors: VectorSource,
  progress: Progress,
): Promise<[stored: number, embedded: number]> {
  const kept = plan.missing.filter(({ hash }) => vectors.stored.has(hash)).length;
  const left = plan.missing.length - kept;
  if (kept > 0) {
    await progress.step(`Taking ${count(kept)} vectors from data/`, (report) =>
      filler.fillStored(plan, vectors, (done, total) => report.fraction(done / total)),
    );
    // The rest may take minutes; recommendations can use these meanwhile.
    if (left > 0) await filler.announce(kept);
  }
  if (left > 0) {
    await progress.step(`Embedding ${count(left)} plots`, (report) =>
      filler.fillEmbedded(plan, vectors, (done, total) => report.fraction(done / total)),
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
