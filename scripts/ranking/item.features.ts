import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset } from '#datasets/dataset.js';
import type { Dataset } from '#datasets/records/dataset.js';
import type { MovieRecord } from '#datasets/records/movie.record.js';
import { plotHash, plotText } from '#datasets/plots/plot-text.js';
import { dataFile, projectRoot } from '#platform/config/project-root.js';
import { titleKey, titleKeys } from '#datasets/matching/title-key.js';
import { readVectorFile, type VectorFile } from '#datasets/plots/vector-file.js';
import type { Item } from '#ranking/data/item.js';
import type { NamedItem } from './items.file.js';

/** A release a year apart in two catalogues is still one item. */
const yearsTried = [0, -1, 1];

/**
 * Items with what the sample knows of them: people, keywords, collection, language, votes and plot, found by title and
 * year. An item the sample does not have keeps its year and genres.
 *
 * @returns the items in their order, and how many were found
 * @throws DatasetError when the sample is not in the cache and cannot be fetched
 */
export async function withFeatures(items: readonly NamedItem[]): Promise<{ items: Item[]; linked: number }> {
  const dataset = await openSample();
  const plots = await readPlots();
  const wanted = new Set(items.flatMap((item) => titleKeys(item.title)));
  const byTitle = new Map<string, MovieRecord>();
  for await (const record of dataset.movies()) {
    for (const key of [titleKey(record.title), titleKey(record.originalTitle ?? '')]) {
      const position = `${key}|${record.year}`;
      if (!wanted.has(key)) continue;
      const known = byTitle.get(position);
      if (!known || (record.voteCount ?? 0) > (known.voteCount ?? 0)) byTitle.set(position, record);
    }
  }
  let linked = 0;
  const described = items.map((item): Item => {
    const record = find(byTitle, item);
    if (record) linked++;
    return record ? describedItem(item, record, plots) : item;
  });
  return { items: described, linked };
}

/** @throws DatasetError when the sample is not in the cache and cannot be fetched */
export function openSample(): Promise<Dataset> {
  return openDataset(undefined, { cacheDir: join(projectRoot(), '.local', 'cache') });
}

/** The plots' vectors, when this clone has them. */
export async function readPlots(): Promise<VectorFile | undefined> {
  const path = dataFile('plot-vectors.safetensors');
  return existsSync(path) ? readVectorFile(path) : undefined;
}

function find(byTitle: ReadonlyMap<string, MovieRecord>, item: NamedItem): MovieRecord | undefined {
  const { year } = item;
  if (year === undefined) return undefined;
  for (const apart of yearsTried) {
    for (const key of titleKeys(item.title)) {
      const record = byTitle.get(`${key}|${year + apart}`);
      if (record) return record;
    }
  }
  return undefined;
}

/** The item with what a record knows of it; its own id, and its genres where the record has none. */
export function describedItem(item: Item, record: MovieRecord, plots?: VectorFile): Item {
  const text = plotText(record);
  return {
    id: item.id,
    year: item.year,
    genres: record.genres.length > 0 ? record.genres : item.genres,
    people: [...new Set([...record.directors, ...record.cast.map(({ name }) => name)])],
    keywords: record.keywords,
    collection: record.collection,
    language: record.language,
    countries: record.countries,
    plot: plots && text !== undefined ? plots.vectors.get(plotHash(plots.model, text)) : undefined,
    ...(record.voteAverage !== undefined && record.voteCount
      ? { votes: { average: record.voteAverage, count: record.voteCount } }
      : {}),
  };
}
