import { setImmediate as turn } from 'node:timers/promises';
import type { HistoryCandidates, HistoryMatch, HistoryRow } from '#contracts/catalog/catalog.rpc.js';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import { titleKeys } from '#datasets/matching/title-key.js';
import { shortTitles } from '#datasets/matching/title-variants.js';
import { imdbId } from '#datasets/records/imdb-id.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type QueryFilter } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { NameSearch } from '../names/name.search.js';
import {
  matchByTitle,
  noMatchWithoutTitle,
  spelledKeys,
  type TitledMovie,
  variantKeys,
} from './history.match.js';

const VALUES_PER_QUERY = 5000;
/** Beginnings of titles that are looked for at a time. */
const BEGINNINGS_PER_QUERY = 100;
const SHORTEST_BEGINNING = 3;
const CANDIDATES = 5;
/** So many of similar titles are compared by their years. */
const ALIKE = 40;

type ByKey = Map<string, TitledMovie[]>;
type Titled = Pick<MovieDocument, '_id' | 'title' | 'originalTitle' | 'year' | 'titleKeys'>;

const TITLED = { title: 1, originalTitle: 1, year: 1, titleKeys: 1 } as const;

/** Finds the movies of an imported history by what its rows contain: our id, MovieLens's, IMDb's, or title and year. */
@Injectable()
export class HistoryMatcher {
  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly names: NameSearch,
  ) {}

  /** One answer for each row, in order; a chunk of rows at a time. */
  async match(rows: HistoryRow[]): Promise<HistoryMatch[]> {
    const matches: HistoryMatch[] = [];
    for (const chunk of chunksOf(rows, RATINGS_PER_CHUNK)) matches.push(...(await this.matchChunk(chunk)));
    return matches;
  }

  /** Movies that rows without a match may have meant, the likeliest first. */
  async candidates(rows: HistoryRow[]): Promise<HistoryCandidates[]> {
    const alike: { row: HistoryRow; ids: string[] }[] = [];
    for (const row of rows) {
      const wanted = [row.title, row.originalTitle].filter(
        (name) => name !== undefined && titleKeys(name).length > 0,
      );
      const titles = (await Promise.all(wanted.map((name) => this.names.titles(name!)))).flat();
      alike.push({ row, ids: [...new Set(titles.slice(0, ALIKE).map(({ id }) => id))] });
      await turn();
    }
    // Asked for together: one look-up a row would be most of the time.
    const ids = alike.flatMap(({ row, ids: some }) => (row.year === undefined ? [] : some));
    const movies = await this.findIn<Titled>('_id', ids, { year: 1 });
    const years = new Map(movies.map((movie) => [movie._id, movie.year]));
    return alike.map(({ row, ids: some }) => ({
      row: row.row,
      movieIds: nearestInTime(some, row.year, years).slice(0, CANDIDATES),
    }));
  }

  private async matchChunk(rows: HistoryRow[]): Promise<HistoryMatch[]> {
    const byIds = await this.byIds(rows);
    const open = rows.filter((_, at) => byIds[at] === undefined);
    const byKey: ByKey = new Map();
    await this.addTitles(byKey, open.flatMap(spelledKeys));
    const unclear = open.filter((row) => row.year !== undefined && 'why' in matchByTitle(row, { byKey }));
    const shorter = unclear.flatMap(({ title, originalTitle }) =>
      [title, originalTitle].flatMap((name) => shortTitles(name ?? '')),
    );
    await this.addTitles(byKey, [...unclear.flatMap(variantKeys), ...shorter]);
    const byShortTitle = await this.byBeginning(
      unclear.filter((row) => 'why' in matchByTitle(row, { byKey })),
    );
    return rows.map((row, at) => ({
      row: row.row,
      ...(byIds[at] ?? matchByTitle(row, { byKey, byShortTitle })),
    }));
  }

  /**
   * What the ids of rows say; undefined where only the title can. IMDb numbers series, episodes and games too: one of its ids
   * that the catalogue does not have is no reason to take the film of that name for it.
   */
  private async byIds(rows: HistoryRow[]): Promise<({ movieId: string } | { why: string } | undefined)[]> {
    const [own, movielens, imdb] = await Promise.all([
      this.idsBy(
        '_id',
        rows.flatMap((row) => row.movieId ?? []),
      ),
      this.idsBy(
        'links.movielens',
        rows.flatMap((row) => row.movielensId?.toString() ?? []),
      ),
      this.idsBy(
        'links.imdb',
        rows.flatMap((row) => imdbId(row.imdbId) ?? []),
      ),
    ]);
    return rows.map((row) => {
      const [byOwn, byImdb] = [own.get(row.movieId ?? ''), imdb.get(imdbId(row.imdbId) ?? '')];
      const movieId = byOwn ?? movielens.get(String(row.movielensId)) ?? byImdb;
      if (row.movielensId === undefined && byOwn && byImdb && byOwn !== byImdb)
        return { why: 'its ids are those of two films' };
      if (movieId) return { movieId };
      return row.imdbId === undefined ? undefined : { why: noMatchWithoutTitle(row) };
    });
  }

  private async idsBy(
    field: '_id' | 'links.movielens' | 'links.imdb',
    values: string[],
  ): Promise<Map<string, string>> {
    const movies = await this.findIn<MovieDocument>(field, values, { links: 1 });
    const valueOf = ({ _id, links }: MovieDocument) =>
      field === '_id' ? _id : field === 'links.imdb' ? links.imdb : links.movielens;
    return new Map(movies.map((movie) => [valueOf(movie) ?? '', movie._id]));
  }

  private async addTitles(byKey: ByKey, keys: string[]): Promise<void> {
    const unknown = keys.filter((key) => !byKey.has(key));
    for (const movie of await this.findIn<Titled>('titleKeys', unknown, TITLED))
      movie.titleKeys.forEach((key, rank) => add(byKey, key, movie, rank));
  }

  /** Movies whose title without its subtitle is that of a row. */
  private async byBeginning(rows: HistoryRow[]): Promise<ByKey> {
    const byShortTitle: ByKey = new Map();
    const beginnings = rows.flatMap((row) =>
      spelledKeys(row)
        .filter((key) => key.length >= SHORTEST_BEGINNING)
        .map((key) => ({
          titleKeys: { $regex: `^${key} ` },
          year: { $gte: row.year! - 1, $lte: row.year! + 1 },
        })),
    );
    for (const some of chunksOf(beginnings, BEGINNINGS_PER_QUERY)) {
      // Left to itself the planner now and then looks through all movies of those years instead, once for each title.
      const movies = await this.movies.find({ $or: some }, TITLED).hint({ titleKeys: 1 }).lean<Titled[]>();
      for (const movie of movies)
        for (const key of [movie.title, movie.originalTitle ?? ''].flatMap(shortTitles))
          add(byShortTitle, key, movie, 0);
    }
    return byShortTitle;
  }

  private async findIn<T>(field: string, values: string[], projection: Record<string, 1>): Promise<T[]> {
    const distinct = [...new Set(values)];
    const found: T[] = [];
    for (const some of chunksOf(distinct, VALUES_PER_QUERY)) {
      const filter = { [field]: { $in: some } };
      found.push(...(await this.movies.find(filter as QueryFilter<MovieDocument>, projection).lean<T[]>()));
    }
    return found;
  }
}

function nearestInTime(
  ids: readonly string[],
  year: number | undefined,
  years: ReadonlyMap<string, number | undefined>,
): string[] {
  if (year === undefined) return [...ids];
  const apart = (id: string) => Math.min(Math.abs((years.get(id) ?? 0) - year), 5);
  return [...ids].sort((a, b) => apart(a) - apart(b));
}

function add(byKey: ByKey, key: string, { _id: id, title, year }: Titled, rank: number): void {
  const others = byKey.get(key) ?? [];
  if (!others.some((other) => other.id === id)) byKey.set(key, [...others, { id, title, year, rank }]);
}
