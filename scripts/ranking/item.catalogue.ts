import type { Film } from '#ranking/data/item.js';
import { oneLine } from '../process/setup-error.js';
import { withFeatures } from './item.features.js';
import { readFilmsFile } from './items.file.js';

/**
 * The films of a films file, described as well as the sample allows, and after them the items it does not name. When the
 * sample cannot be had, genres and years must do, and a line on stderr says so.
 *
 * @throws DatasetError naming file, row and column of what is wrong in the films file
 */
export async function readCatalogue(
  command: string,
  items: Iterable<string>,
  filmsFile?: string,
): Promise<Film[]> {
  const named = filmsFile === undefined ? [] : await readFilmsFile(filmsFile);
  let described: Film[] = named;
  if (named.length > 0) {
    try {
      described = (await withFeatures(named)).films;
    } catch (error) {
      console.error(`${command}: going on with genres and years alone: ${oneLine(error)}`);
    }
  }
  const known = new Set(named.map(({ id }) => id));
  return [...described, ...[...new Set(items)].filter((id) => !known.has(id)).map((id) => ({ id }))];
}
