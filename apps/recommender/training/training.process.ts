import 'reflect-metadata';
import { stepBack } from '#platform/process/step-back.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { type Environment, readEnvironment } from '#platform/config/environment.js';
import { PlotIndex } from '#plots/plot.index.js';
import type { Item } from '#ranking/data/item.js';
import { mostRatedFirst } from '#ranking/data/item-order.js';
import { fitRanker, type RankerData } from '#ranking/ranking/ranker.js';
import { QUICK_STARS, STAR_DEFAULTS } from '#ranking/rating-prediction/star-predictor.js';
import { type Connection, createConnection } from 'mongoose';
import { OutsideUploads } from '../exchange/outside.uploads.js';
import { readWeights } from '../model/blend.weights.js';
import { MovieDocument, MovieSchema } from '../profiles/movie.schema.js';
import { asSnapshot } from '../profiles/movie.store.js';
import { modelId } from '../model/current.model.js';
import { encodeBundle, hashOf } from '../model/model.bundle.js';
import { ModelFiles } from '../model/model.files.js';
import { ModelStore } from '../model/model.store.js';
import { holdOutLast, holdOutNamed, measureOffline, NOT_MEASURED } from '../model/offline.metrics.js';
import { checkWorth, takeUpload } from './outside.gate.js';
import { type PlotTable, plotsByMovie, plotTable } from './plot.table.js';
import type { UserProfile } from '../profiles/user.profile.js';
import { UserProfileDocument, UserProfileSchema } from '../profiles/user-profile.schema.js';
import { asUserProfile } from '../profiles/user-profile.store.js';
import { movieRatingStats } from '../profiles/movie.rating-stats.js';
import { allRatings, fingerprint, rankingItem } from './training.data.js';
import type { TrainingMessage, TrainingOrder, TrainingResult } from './training.js';

/** From so many ratings on a first model is made quickly, because a full one takes more than a second or two. */
const QUICK_FROM_RATINGS = 20_000;
/** Steps of niceness behind the recommender itself. */
const BEHIND_SERVING = 2;

/** The body of a training's process: reads the read model and the plot vectors, fits, stores the model. */
async function train(order: TrainingOrder): Promise<TrainingResult> {
  const readAt = new Date();
  const weights = readWeights();
  const environment = readEnvironment();
  const { plots, plotsMissing } = await loadPlots(order, new PlotIndex(environment));
  const connection = await createConnection(environment.MONGODB_URI, {
    dbName: `${environment.MONGODB_DATABASE_PREFIX}recommender`,
    serverSelectionTimeoutMS: 3000,
    autoIndex: false,
    writeConcern: DURABLE,
  }).asPromise();
  try {
    const data = await readData(connection, plots);
    const uploads = new OutsideUploads(connection);
    const outside = order.upload === undefined ? undefined : await takeUpload(uploads, order.upload, data);
    post({ step: 'fitting' });
    const seed = STAR_DEFAULTS.seed;
    const quick = !outside && !order.unhurried && data.ratings.stars.length >= QUICK_FROM_RATINGS;
    // Nobody has a list yet: measuring can wait for the next training, and takes as long as this one.
    const held = quick
      ? undefined
      : outside
        ? holdOutNamed(data.ratings, outside.heldOut)
        : holdOutLast(data.ratings, seed);
    const ranker = fitRanker(
      { ...data, ratings: held?.shown ?? data.ratings },
      {
        weights,
        stars: quick ? QUICK_STARS : undefined,
        outside: outside?.models,
        onModel: (model, done) => post({ step: 'fitting', fitting: { model, done } }),
      },
    );
    const dataHash = fingerprint(data, outside ? [weights, order.upload] : weights);
    const trainedAt = new Date();
    const id = modelId(trainedAt, dataHash);
    const counts = {
      users: data.ratings.userCount,
      movies: data.items.length,
      ratings: data.ratings.stars.length,
    };
    const offline = held ? measureOffline(ranker, data.ratings, held) : NOT_MEASURED;
    if (outside) checkWorth(offline);
    post({ step: 'storing' });
    const file = encodeBundle({
      modelId: id,
      trainedAt,
      readAt,
      seed,
      dataHash,
      weights: hashOf(weights),
      ...counts,
      plots: plots?.ids.length ?? 0,
      withoutPlots: plots === undefined,
      quick,
      ...(outside && { outside: outside.engine }),
      offline,
      ranker,
      movieRatingStats: movieRatingStats(data.ratings),
    });
    const copyMissing = await store(id, file, connection, environment);
    if (order.upload) await uploads.forget(order.upload);
    return {
      modelId: id,
      trainedAt,
      readAt,
      ...counts,
      bytes: file.length,
      copyMissing,
      plots,
      plotsMissing,
    };
  } finally {
    await connection.close();
  }
}

async function readData(connection: Connection, plots?: PlotTable): Promise<RankerData> {
  const byMovie = plots && plotsByMovie(plots);
  const movies: Item[] = [];
  const movieModel = connection.model(MovieDocument.name, MovieSchema);
  for await (const document of movieModel.find().sort({ _id: 1 }).lean().cursor({ batchSize: 1000 }))
    movies.push(rankingItem(asSnapshot(document), byMovie?.get(document._id)));
  const profileModel = connection.model(UserProfileDocument.name, UserProfileSchema);
  const genres = new Map(movies.map((movie) => [movie.id, movie.genres ?? []]));
  const profiles = profilesOf(profileModel.find().sort({ _id: 1 }).lean().cursor());
  const ratings = await allRatings(profiles, (movieId) => genres.get(movieId), Date.now());
  return { items: mostRatedFirst(movies, ratings), ratings };
}

async function* profilesOf(documents: AsyncIterable<UserProfileDocument>): AsyncIterable<UserProfile> {
  for await (const document of documents) yield asUserProfile(document);
}

/** Stores it in MongoDB for all replicas, and on this machine. @returns why there is no copy on this machine, when there is none */
async function store(
  id: string,
  file: Uint8Array,
  connection: Connection,
  environment: Environment,
): Promise<string | undefined> {
  await new ModelStore(connection).save(id, file);
  return new ModelFiles(environment).write(id, file).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

/** Falls back to vectors that were read before while Chroma cannot be reached. */
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

function post(message: TrainingMessage): void {
  process.send!(message);
}

/** Ends when it has been sent. */
function postLast(message: TrainingMessage): void {
  process.send!(message, () => process.disconnect());
}

process.once('message', (order: TrainingOrder) => {
  if (order.unhurried && readEnvironment().STEP_BACK === 'on') stepBack(BEHIND_SERVING);
  train(order).then(
    (result) => postLast({ result }),
    (error: Error) => postLast({ failure: error.message }),
  );
});
// Whoever asked for the training says when it is to end, and it ends with them.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => process.exit());
