import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeModel, encodeModel, type Json } from '#ranking/storage/model-file.js';
import type { RankerState } from '#ranking/ranking/ranker.js';
import { parametersOf } from '#ranking/ranking/scorers.js';
import type { OfflineMetrics } from './offline.metrics.js';
import type { MovieRatingStats } from '../profiles/movie.rating-stats.js';

/** All that a training leaves: enough to serve from without another look at the data. */
export interface Bundle {
  modelId: string;
  trainedAt: Date;
  /** When its data began to be read: what changed later it may not have seen. */
  readAt: Date;
  seed: number;
  /** The same for the same data and weights. */
  dataHash: string;
  /** Hash of the blend's weights. */
  weights: string;
  /** Hash of the program that made it; another program may expect something else of `ranker`. */
  code: string;
  users: number;
  movies: number;
  ratings: number;
  /** Movies with a plot vector. */
  plots: number;
  /** Chroma could not be asked for the vectors. */
  withoutPlots: boolean;
  offline: OfflineMetrics;
  ranker: RankerState;
  movieRatingStats: MovieRatingStats;
}

export function encodeBundle(bundle: Bundle): Uint8Array {
  const { modelId, trainedAt, readAt, seed, dataHash, weights, code, ranker, movieRatingStats, ...metrics } =
    bundle;
  const parameters = { readAt: readAt.toISOString(), weights, code, models: modelParameters(ranker) };
  const createdAt = trainedAt.toISOString();
  return encodeModel(
    { ranker, movieRatingStats },
    { modelId, createdAt, seed, dataHash, parameters, metrics: asJson(metrics) },
  );
}

/** What every model was fitted with, for whoever reads the header. */
function modelParameters({ models, stars, weights }: RankerState): { [name: string]: Json } {
  return asJson({ blend: weights, ...parametersOf(models), stars: stars.parameters });
}

function asJson(value: object): { [name: string]: Json } {
  return JSON.parse(JSON.stringify(value)) as { [name: string]: Json };
}

/** @throws ModelFileError when the file is damaged */
export async function decodeBundle(bytes: Uint8Array): Promise<Bundle> {
  const { header, structure } = await decodeModel(bytes);
  const { modelId, createdAt, seed, dataHash } = header;
  // Its checksum says that `encodeBundle` wrote it.
  const { readAt, weights, code } = header.parameters as Record<'readAt' | 'weights' | 'code', string>;
  const metrics = header.metrics as unknown as Pick<
    Bundle,
    'users' | 'movies' | 'ratings' | 'plots' | 'withoutPlots' | 'offline'
  >;
  return {
    modelId,
    trainedAt: new Date(createdAt),
    seed,
    dataHash,
    weights,
    code,
    readAt: new Date(readAt),
    ...metrics,
    ...(structure as Pick<Bundle, 'ranker' | 'movieRatingStats'>),
  };
}

export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}

/** Changes with any change of the ranking library, so that no model serves in a program it was not made by. */
export function rankingCode(): string {
  const folder = dirname(fileURLToPath(import.meta.resolve('#ranking/ranking/ranker.js')));
  const files = readdirSync(folder).filter((name) => name.endsWith('.js') && !name.endsWith('.spec.js'));
  return hashOf(files.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
