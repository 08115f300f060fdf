import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Dataset, openDataset } from '#datasets/dataset.js';
import type { FilmRecord } from '#datasets/records/movie.record.js';
import { plotHash, plotText } from '#datasets/plots/plot-text.js';
import { dataFile, projectRoot } from '#platform/config/project-root.js';
import { titleKey, titleKeys } from '#datasets/matching/title-key.js';
import { readVectorFile, type VectorFile } from '#datasets/plots/vector-file.js';
import type { Film } from '#ranking/data/item.js';
import type { NamedFilm } from './items.file.js';

/** A release a year apart in two catalogues is still one film. */
const yearsTried = [0, -1, 1];

/**
 * Films with what the sample knows of them: people, keywords, collection, language, votes and plot, found by title and
 * year. A film the sample does not have keeps its year and genres.
 *
 * @returns the films in their order, and how many were found
 * @throws DatasetError when the sample is not in the cache and cannot be fetched
 */
export async function withFeatures(films: readonly NamedFilm[]): Promise<{ films: Film[]; linked: number }> {
  const dataset = await openSample();
  const plots = await readPlots();
  const wanted = new Set(films.flatMap((film) => titleKeys(film.title)));
  const byTitle = new Map<string, FilmRecord>();
  for await (const record of dataset.films()) {
    for (const key of [titleKey(record.title), titleKey(record.originalTitle ?? '')]) {
      const place = `${key}|${record.year}`;
      if (!wanted.has(key)) continue;
      const known = byTitle.get(place);
      if (!known || (record.voteCount ?? 0) > (known.voteCount ?? 0)) byTitle.set(place, record);
    }
  }
  let linked = 0;
  const described = films.map((film): Film => {
    const record = find(byTitle, film);
    if (record) linked++;
    return record ? describedFilm(film, record, plots) : film;
  });
  return { films: described, linked };
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

function find(byTitle: ReadonlyMap<string, FilmRecord>, film: NamedFilm): FilmRecord | undefined {
  const { year } = film;
  if (year === undefined) return undefined;
  for (const apart of yearsTried) {
    for (const key of titleKeys(film.title)) {
      const record = byTitle.get(`${key}|${year + apart}`);
      if (record) return record;
    }
  }
  return undefined;
}

/** The film with what a record knows of it; its own id, and its genres where the record has none. */
export function describedFilm(film: Film, record: FilmRecord, plots?: VectorFile): Film {
  const text = plotText(record);
  return {
    id: film.id,
    year: film.year,
    genres: record.genres.length > 0 ? record.genres : film.genres,
    people: [...new Set([...record.directors, ...record.cast.map(({ name }) => name)])],
    keywords: record.keywords,
    collection: record.collection,
    language: record.language,
    plot: plots && text !== undefined ? plots.vectors.get(plotHash(plots.model, text)) : undefined,
    ...(record.voteAverage !== undefined && record.voteCount
      ? { votes: { average: record.voteAverage, count: record.voteCount } }
      : {}),
  };
}
