import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCredits, readKeywords, type Credits } from './credits.reader.js';
import { requireColumns } from '../csv/csv-table.js';
import { DatasetError } from '../records/dataset.error.js';
import type { Dataset, DatasetName } from '../records/dataset.js';
import type { MovieRecord } from '../records/movie.record.js';
import { readLinks } from '../movielens/links.reader.js';
import { readMoviesMetadata } from './movies-metadata.reader.js';
import { readSampleCastAndCrew } from './people-by-title.js';
import { readRatings } from '../movielens/ratings.reader.js';
import { emptySummary, summaryOf, type ReadSummary } from '../records/read-summary.js';
import type { SampleFolder } from '../sample/sample.js';

interface TmdbSources extends DatasetName {
  metadata: string;
  keywords: string;
  ratings?: { file: string; links: string };
  /** Whether the link table is of exactly these movies: others of the metadata are left out, and every one of its own is there. */
  linkedOnly: boolean;
  castAndCrew(summary: ReadSummary[]): Promise<CastAndCrew>;
}

interface CastAndCrew {
  of(movie: MovieRecord): Credits & { genres?: string[] };
  /** What was left out, in words, when all movies have been read. */
  notes?(): string[];
}

/** The sample: the movies of the link table with their ratings, cast and directors by title and year. */
export async function openSample(sample: SampleFolder): Promise<Dataset> {
  return openTmdb({
    name: 'sample',
    kind: 'sample',
    metadata: join(sample.tmdbFolder, 'movies_metadata.csv'),
    keywords: join(sample.tmdbFolder, 'keywords.csv'),
    ratings: { file: join(sample.tmdbFolder, 'ratings_small.csv'), links: sample.links },
    linkedOnly: true,
    async castAndCrew() {
      const found = await readSampleCastAndCrew(sample);
      const count = (n: number) => n.toLocaleString('en');
      return {
        of: (movie) => found.find(movie),
        notes: () => [
          `cast: ${count(found.leftOut)} entries that name nobody are left out, and what is listed as the cast of ${count(found.documentaries)} documentaries`,
        ],
      };
    },
  });
}

/**
 * A folder of The Movies Dataset. Of ratings.csv and ratings_small.csv the first is read when both are there; without
 * either it has movies only.
 */
export async function openTmdbFolder(name: string, folder: string): Promise<Dataset> {
  const [metadata, keywords, credits, links] = ['movies_metadata', 'keywords', 'credits', 'links'].map(
    (file) => join(folder, `${file}.csv`),
  );
  await requireColumns(credits, ['id', 'cast', 'crew']);
  const ratings = ['ratings.csv', 'ratings_small.csv']
    .map((file) => join(folder, file))
    .find((file) => existsSync(file));
  if (ratings !== undefined && !existsSync(links)) {
    throw new DatasetError(`${links}: no such file, and without it the ratings' films are not known`);
  }
  return openTmdb({
    name,
    kind: 'tmdb',
    metadata,
    keywords,
    ...(ratings === undefined ? {} : { ratings: { file: ratings, links } }),
    linkedOnly: false,
    async castAndCrew(summary) {
      const byId = await readCredits(credits, summaryOf(summary, credits));
      return { of: (movie) => byId.get(movie.id) ?? { cast: [], directors: [] } };
    },
  });
}

async function openTmdb(sources: TmdbSources): Promise<Dataset> {
  const { metadata, keywords, ratings } = sources;
  await requireColumns(metadata, ['id', 'title', 'genres', 'overview', 'release_date']);
  await requireColumns(keywords, ['id', 'keywords']);
  if (ratings !== undefined) {
    await requireColumns(ratings.links, ['movieId', 'tmdbId']);
    await requireColumns(ratings.file, ['userId', 'movieId', 'rating', 'timestamp']);
  }
  const summary: Dataset['summary'] = [];
  const notes: string[] = [];

  async function* movies(): AsyncGenerator<MovieRecord> {
    const links = ratings && (await readLinks(ratings.links, summaryOf(summary, ratings.links)));
    const movielensIds = new Map([...(links ?? [])].map(([movielensId, link]) => [link.tmdb, movielensId]));
    const isWanted = (id: string) => !sources.linkedOnly || movielensIds.has(id);
    const keywordsById = await readKeywords(keywords, summaryOf(summary, keywords), isWanted);
    const castAndCrew = await sources.castAndCrew(summary);
    const ofMetadata = summaryOf(summary, metadata);
    for await (const movie of readMoviesMetadata(metadata, ofMetadata, isWanted)) {
      const movielens = movielensIds.get(movie.id);
      yield {
        ...movie,
        keywords: keywordsById.get(movie.id) ?? [],
        ...castAndCrew.of(movie),
        links: movielens === undefined ? movie.links : { movielens, ...movie.links },
      };
    }
    notes.splice(0, Infinity, ...(castAndCrew.notes?.() ?? []));
  }

  return {
    name: sources.name,
    kind: sources.kind,
    summary,
    notes,
    movies,
    async *ratings() {
      if (ratings === undefined) return;
      const links = await readLinks(ratings.links, summaryOf(summary, ratings.links));
      // A rating of a movie without a link is nobody's, so it does not matter whether that movie is known.
      const linked = new Set([...links.values()].map(({ tmdb }) => tmdb));
      const known = sources.linkedOnly ? linked : await idsIn(metadata, linked);
      const movieOf = (movielensId: string): string | undefined => {
        const id = links.get(movielensId)?.tmdb;
        return id !== undefined && known.has(id) ? id : undefined;
      };
      yield* readRatings(ratings.file, movieOf, summaryOf(summary, ratings.file));
    },
  };
}

/** Which of some movies the metadata have. */
async function idsIn(metadata: string, wanted: ReadonlySet<string | undefined>): Promise<Set<string>> {
  const found = new Set<string>();
  const isWanted = (id: string) => wanted.has(id);
  for await (const { id } of readMoviesMetadata(metadata, emptySummary(metadata), isWanted)) found.add(id);
  return found;
}
