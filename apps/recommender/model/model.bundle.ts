import { createHash } from 'node:crypto';
import { decodeModel, encodeModel, type Json } from '#ranking/storage/model-file.js';
import { MODEL_FORMAT } from '#ranking/storage/model-format.js';
import type { RankerState } from '#ranking/ranking/ranker.js';
import { parametersOf, SCORER_IDS } from '#ranking/scores/scorers.js';
import type { OfflineMetrics } from './offline.metrics.js';
import type { MovieRatingStats } from '../profiles/movie.rating-stats.js';

/** The result of a training: enough to serve from without reading the data again. */
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
  users: number;
  movies: number;
  ratings: number;
  /** Movies with a plot vector. */
  plots: number;
  /** Chroma could not be reached for the vectors. */
  withoutPlots: boolean;
  /** Made in a hurry because none served: its stars are a first estimate. Missing in bundles of 0.6 and earlier. */
  quick?: boolean;
  /** What trained the models that grow with the number of ratings, where it was another program. */
  outside?: string;
  offline: OfflineMetrics;
  ranker: RankerState;
  movieRatingStats: MovieRatingStats;
}

export function encodeBundle(bundle: Bundle): Uint8Array {
  const { modelId, trainedAt, readAt, seed, dataHash, weights, ranker, movieRatingStats, ...metrics } =
    bundle;
  const parameters = { readAt: readAt.toISOString(), weights, models: modelParameters(ranker) };
  const createdAt = trainedAt.toISOString();
  return encodeModel(
    { ranker, movieRatingStats },
    { modelId, format: MODEL_FORMAT, createdAt, seed, dataHash, parameters, metrics: asJson(metrics) },
  );
}

/** What every model was fitted with, for readers of the header. */
function modelParameters({ models, stars, weights }: RankerState): { [name: string]: Json } {
  return asJson({ blend: weights, ...parametersOf(models), stars: stars.parameters });
}

function asJson(value: object): { [name: string]: Json } {
  return JSON.parse(JSON.stringify(value)) as { [name: string]: Json };
}

/** An undamaged file that this program cannot serve from; the message says why. */
export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError';
}

/**
 * @throws ModelFileError when the file is damaged
 * @throws ModelFormatError when the program that wrote it kept its models in another form, or had fewer
 */
export async function decodeBundle(bytes: Uint8Array): Promise<Bundle> {
  const { header, structure } = await decodeModel(bytes);
  const { modelId, format, createdAt, seed, dataHash } = header;
  if (format !== MODEL_FORMAT)
    throw new ModelFormatError(`it is of format ${format ?? 'none'}, this program reads ${MODEL_FORMAT}`);
  // The checksum holds: the fields are as `encodeBundle` wrote them.
  const { readAt, weights } = header.parameters as Record<'readAt' | 'weights', string>;
  const metrics = header.metrics as unknown as Pick<
    Bundle,
    'users' | 'movies' | 'ratings' | 'plots' | 'withoutPlots' | 'quick' | 'outside' | 'offline'
  >;
  const content = structure as Pick<Bundle, 'ranker' | 'movieRatingStats'>;
  const missing = SCORER_IDS.filter((id) => !Object.hasOwn(content.ranker.models, id));
  if (missing.length > 0) throw new ModelFormatError(`it has no ${missing.join(', ')}, which came later`);
  return {
    modelId,
    trainedAt: new Date(createdAt),
    seed,
    dataHash,
    weights,
    readAt: new Date(readAt),
    ...metrics,
    ...content,
  };
}

export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}
