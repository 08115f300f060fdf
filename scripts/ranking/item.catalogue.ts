import type { Item } from '#ranking/data/item.js';
import { oneLine } from '../process/setup-error.js';
import { withFeatures } from './item.features.js';
import { type NamedItem, readItemsFile } from './items.file.js';

/**
 * The items of an items file, described as well as the sample allows, and after them the items it does not name. When the
 * sample cannot be had, genres and years must do, and a line on stderr says so.
 *
 * @throws DatasetError naming file, row and column of what is wrong in the items file
 */
export async function readCatalogue(
  command: string,
  items: Iterable<string>,
  itemsFile?: string,
): Promise<Item[]> {
  return describeItems(command, items, itemsFile === undefined ? [] : await readItemsFile(itemsFile));
}

/** The same for items that were read already. */
export async function describeItems(
  command: string,
  items: Iterable<string>,
  named: readonly NamedItem[],
): Promise<Item[]> {
  let described: readonly Item[] = named;
  if (named.length > 0) {
    try {
      described = (await withFeatures(named)).items;
    } catch (error) {
      console.error(`${command}: going on with genres and years alone: ${oneLine(error)}`);
    }
  }
  const known = new Set(named.map(({ id }) => id));
  return [...described, ...[...new Set(items)].filter((id) => !known.has(id)).map((id) => ({ id }))];
}
