import type { HistoryMatch, HistoryRow } from '#contracts/catalog/catalog.rpc.js';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import { titleKeys } from '#datasets/matching/title-key.js';
import { imdbId } from '#datasets/records/imdb-id.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type QueryFilter } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { matchByTitle, type TitledMovie } from './history.match.js';

const VALUES_PER_QUERY = 5000;

/** Finds the movies of an imported history by what its rows contain: our id, MovieLens's, IMDb's, or title and year. */
@Injectable()
export class HistoryMatcher {
  constructor(@InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>) {}

  /** One answer for each row, in order; a chunk of rows at a time. */
  async match(rows: HistoryRow[]): Promise<HistoryMatch[]> {
    const matches: HistoryMatch[] = [];
    for (const chunk of chunksOf(rows, RATINGS_PER_CHUNK)) matches.push(...(await this.matchChunk(chunk)));
    return matches;
  }

  private async matchChunk(rows: HistoryRow[]): Promise<HistoryMatch[]> {
    const [own, movielens, imdb, byKey] = await Promise.all([
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
      this.byTitleKey(rows.flatMap((row) => (row.title ? titleKeys(row.title) : []))),
    ]);
    return rows.map((row) => {
      const movieId =
        own.get(row.movieId ?? '') ??
        movielens.get(String(row.movielensId)) ??
        imdb.get(imdbId(row.imdbId) ?? '');
      return { row: row.row, ...(movieId ? { movieId } : matchByTitle(row, byKey)) };
    });
  }

  private async idsBy(
    field: '_id' | 'links.movielens' | 'links.imdb',
    values: string[],
  ): Promise<Map<string, string>> {
    const movies = await this.findIn(field, values, { links: 1 });
    const valueOf = ({ _id, links }: MovieDocument) =>
      field === '_id' ? _id : field === 'links.imdb' ? links.imdb : links.movielens;
    return new Map(movies.map((movie) => [valueOf(movie) ?? '', movie._id]));
  }

  private async byTitleKey(keys: string[]): Promise<Map<string, TitledMovie[]>> {
    const movies = await this.findIn('titleKeys', keys, { title: 1, year: 1, titleKeys: 1 });
    const byKey = new Map<string, TitledMovie[]>();
    for (const { _id: id, title, year, titleKeys: known } of movies) {
      known.forEach((key, rank) => {
        const others = byKey.get(key) ?? [];
        if (!others.some((other) => other.id === id)) byKey.set(key, [...others, { id, title, year, rank }]);
      });
    }
    return byKey;
  }

  private async findIn(
    field: string,
    values: string[],
    projection: Record<string, 1>,
  ): Promise<MovieDocument[]> {
    const distinct = [...new Set(values)];
    const found: MovieDocument[] = [];
    for (const some of chunksOf(distinct, VALUES_PER_QUERY)) {
      const filter = { [field]: { $in: some } };
      found.push(
        ...(await this.movies.find(filter as QueryFilter<MovieDocument>, projection).lean<MovieDocument[]>()),
      );
    }
    return found;
  }
}
