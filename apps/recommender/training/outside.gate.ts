import type { RankerData } from '#ranking/ranking/ranker.js';
import { type OutsideFile, readOutsideModels } from '#ranking/storage/outside-file.js';
import type { OutsideUploads } from '../exchange/outside.uploads.js';
import type { OfflineMetrics } from '../model/offline.metrics.js';

/** Models of fewer of the films that people here have rated are of other data. */
const LEAST_KNOWN = 0.5;
/** With fewer people measured on, how good models are is left to chance. */
const LEAST_MEASURED = 20;

/**
 * Models trained elsewhere, checked against the data they are to serve with.
 *
 * @throws when there is no such upload, it is unsound, or of another catalogue
 */
export async function takeUpload(
  uploads: OutsideUploads,
  id: string,
  { items, ratings }: Pick<RankerData, 'items' | 'ratings'>,
): Promise<OutsideFile> {
  const bytes = await uploads.read(id);
  if (!bytes) throw new Error(`there is no upload ${id}`);
  const file = await readOutsideModels(bytes);
  const known = new Set(file.models.itemIds);
  const here = new Set(items.map((item) => item.id));
  const rated = ratings.itemIds.filter((movieId) => here.has(movieId));
  const found = rated.filter((movieId) => known.has(movieId)).length;
  if (found < LEAST_KNOWN * rated.length)
    throw new Error(`of the ${rated.length} films rated here it knows ${found}: it is of other data`);
  return file;
}

/** @throws when models foresee stars worse than the mean of all ratings does */
export function checkWorth({ users, starsRmse = 0, meanRmse = Infinity }: OfflineMetrics): void {
  if (users >= LEAST_MEASURED && !(starsRmse < meanRmse)) {
    throw new Error(
      `it foresees stars worse (RMSE ${starsRmse.toFixed(3)}) than the mean of all ratings (${meanRmse.toFixed(3)})`,
    );
  }
}
