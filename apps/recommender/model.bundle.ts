import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeModel, encodeModel } from '#ranking/model-file.js';
import type { RankerState } from '#ranking/ranker.js';
import type { FilmRatings } from './training.js';

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
  /** Films with a plot vector. */
  plots: number;
  /** Chroma could not be asked for the vectors. */
  withoutPlots: boolean;
  ranker: RankerState;
  filmRatings: FilmRatings;
}

export function encodeBundle(bundle: Bundle): Uint8Array {
  const { modelId, trainedAt, readAt, seed, dataHash, weights, code, ranker, filmRatings, ...metrics } =
    bundle;
  const parameters = { readAt: readAt.toISOString(), weights, code };
  const createdAt = trainedAt.toISOString();
  return encodeModel({ ranker, filmRatings }, { modelId, createdAt, seed, dataHash, parameters, metrics });
}

/** @throws ModelFileError when the file is damaged */
export async function decodeBundle(bytes: Uint8Array): Promise<Bundle> {
  const { header, structure } = await decodeModel(bytes);
  const { modelId, createdAt, seed, dataHash } = header;
  // Its checksum says that `encodeBundle` wrote it.
  const parameters = header.parameters as Record<'readAt' | 'weights' | 'code', string>;
  const metrics = header.metrics as unknown as Pick<
    Bundle,
    'users' | 'movies' | 'ratings' | 'plots' | 'withoutPlots'
  >;
  return {
    modelId,
    trainedAt: new Date(createdAt),
    seed,
    dataHash,
    ...parameters,
    readAt: new Date(parameters.readAt),
    ...metrics,
    ...(structure as Pick<Bundle, 'ranker' | 'filmRatings'>),
  };
}

export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}

/** Changes with any change of the ranking library, so that no model serves in a program it was not made by. */
export function rankingCode(): string {
  const folder = dirname(fileURLToPath(import.meta.resolve('#ranking/ranker.js')));
  const files = readdirSync(folder).filter((name) => name.endsWith('.js') && !name.endsWith('.spec.js'));
  return hashOf(files.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
