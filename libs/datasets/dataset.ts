import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Dataset } from './records/dataset.js';
import { DatasetError } from './records/dataset.error.js';
import { hasImdbFiles } from './imdb/imdb.titles.js';
import { openMovielensFolder } from './movielens/movielens.dataset.js';
import { ensureSample } from './sample/sample.js';
import { openSample, openTmdbFolder } from './tmdb/tmdb.dataset.js';

export interface DatasetOptions {
  /** Where the sample is kept. */
  cacheDir: string;
}

/**
 * Opens a data set: the sample (fetched when needed), or a folder with the CSVs of MovieLens (ratings, movies, links;
 * IMDb's title.basics, title.akas, title.principals and name.basics beside them) or The Movies Dataset (movies_metadata, keywords, credits, and ratings or ratings_small with links when there).
 *
 * @param folder  undefined for the sample
 * @throws DatasetError naming the folder, file or column that is missing
 */
export async function openDataset(folder: string | undefined, options: DatasetOptions): Promise<Dataset> {
  if (folder === undefined) return openSample(await ensureSample(options.cacheDir));
  const path = resolve(folder);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw new DatasetError(`${folder}: no such folder`);
  if (existsSync(join(path, 'movies_metadata.csv'))) return openTmdbFolder(basename(path), path);
  if (existsSync(join(path, 'movies.csv')) || existsSync(join(path, 'ratings.csv'))) {
    return openMovielensFolder(basename(path), path);
  }
  if (hasImdbFiles(path))
    throw new DatasetError(
      `${folder}: holds IMDb's files alone, whose ids say nothing of TMDB's: put MovieLens's movies.csv, links.csv and ratings.csv beside them`,
    );
  throw new DatasetError(
    `${folder}: holds neither movies.csv (MovieLens) nor movies_metadata.csv (The Movies Dataset)`,
  );
}
