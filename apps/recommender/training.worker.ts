import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { platform } from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { dataFile } from '#datasets/project-root.js';
import { readEnvironment } from '#platform/environment.js';
import { PlotIndex } from '#platform/plot.index.js';
import { type BlendWeights, parseWeights } from '#ranking/blend.js';
import type { Film } from '#ranking/film.js';
import { fitRanker } from '#ranking/ranker.js';
import { createConnection } from 'mongoose';
import { FilmDocument, FilmSchema } from './film.schema.js';
import { asSnapshot } from './film.store.js';
import { type PlotTable, plotsByFilm, plotTable } from './plot.table.js';
import type { Taste } from './taste.js';
import { TasteDocument, TasteSchema } from './taste.schema.js';
import { asTaste } from './taste.store.js';
import { everybodysRatings, filmRatings, fingerprint, rankingFilm } from './training.data.js';
import { transferable, type TrainingOrder, type TrainingResult } from './training.js';

/** The body of a training thread: reads the read model and the plot vectors, fits, posts the result, ends. */
async function train(order: TrainingOrder): Promise<TrainingResult> {
  const weights = readWeights();
  const environment = readEnvironment();
  const { plots, plotsMissing } = await loadPlots(order, new PlotIndex(environment));
  const connection = await createConnection(environment.MONGODB_URI, {
    dbName: `${environment.MONGODB_DATABASE_PREFIX}recommender`,
    serverSelectionTimeoutMS: 3000,
    autoIndex: false,
  }).asPromise();
  try {
    const byFilm = plots && plotsByFilm(plots);
    const films: Film[] = [];
    const filmModel = connection.model(FilmDocument.name, FilmSchema);
    for await (const document of filmModel.find().sort({ _id: 1 }).lean().cursor({ batchSize: 1000 }))
      films.push(rankingFilm(asSnapshot(document), byFilm?.get(document._id)));
    const tasteModel = connection.model(TasteDocument.name, TasteSchema);
    const ratings = await everybodysRatings(tastesOf(tasteModel.find().sort({ _id: 1 }).lean().cursor()));
    const data = { films, ratings };
    return {
      state: fitRanker(data, { weights }),
      filmRatings: filmRatings(ratings),
      users: ratings.userCount,
      movies: films.length,
      ratings: ratings.stars.length,
      fingerprint: fingerprint(data, weights),
      plots,
      plotsMissing,
    };
  } finally {
    await connection.close();
  }
}

async function* tastesOf(documents: AsyncIterable<TasteDocument>): AsyncIterable<Taste> {
  for await (const document of documents) yield asTaste(document);
}

/** Vectors that were read once are better than none while Chroma cannot be asked. */
async function loadPlots(
  order: TrainingOrder,
  index: PlotIndex,
): Promise<{ plots?: PlotTable; plotsMissing?: string }> {
  if (order.plots && !order.readPlots) return { plots: order.plots };
  try {
    return { plots: plotTable(await index.vectors()) };
  } catch (error) {
    return { plots: order.plots, plotsMissing: (error as Error).message };
  }
}

function readWeights(): BlendWeights {
  const file = dataFile('weights.json');
  try {
    return parseWeights(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

const order = workerData as TrainingOrder;
// On Linux this is the thread's own priority: serving comes first. Elsewhere it would slow the whole process.
if (order.unhurried && platform === 'linux') setPriority(10);
const result = await train(order);
parentPort!.postMessage(result, [...transferable(result)]);
