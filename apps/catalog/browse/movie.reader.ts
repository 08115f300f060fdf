import { areWithin } from '#contracts/protocol/certification.js';
import { AppError } from '#contracts/protocol/app.error.js';
import type { BrowseMovies, MovieLinks, MoviesPage } from '#contracts/catalog/catalog.rpc.js';
import type { MovieCard, MovieDetails, MovieSnapshot } from '#contracts/catalog/movie.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Environment } from '#platform/config/environment.js';
import { Model, type QueryFilter } from 'mongoose';
import { browseFilter, personCondition, within } from './browse.filter.js';
import {
  afterCursor,
  type BrowseOrder,
  browseOrder,
  cursorAfter,
  orderFields,
  sortOf,
} from './browse.order.js';
import { MovieDocument } from '../movies/movie.schema.js';
import {
  CARD_FIELDS,
  type CardSource,
  MovieViews,
  SNAPSHOT_FIELDS,
  type SnapshotSource,
} from '../movies/movie.views.js';
import { AS_IN_A_DICTIONARY, shownTitle } from './shown.title.js';

type Condition = QueryFilter<MovieDocument>;

/** The longest series of the sample has 26 parts. */
const MAX_PARTS = 100;

/** Reads movies by id and by filter. */
@Injectable()
export class MovieReader {
  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly views: MovieViews,
    private readonly environment: Environment,
  ) {}

  /** @throws AppError `movie_not_found`; `beyond_limit` */
  async details(id: string, limits: readonly string[] = []): Promise<MovieDetails> {
    const movie = await this.movies.findById(id).lean<MovieDocument>();
    if (!movie) throw new AppError('movie_not_found', `There is no film ${id}.`);
    if (!areWithin(movie.certifications, limits)) throw beyondLimit(movie, limits);
    const parts = movie.series === undefined ? [] : await this.partsOf(movie.series, limits);
    return {
      ...this.views.details(movie),
      ...(parts.length > 1 && { series: { name: movie.series!, parts } }),
    };
  }

  /** In the order in which they came out; one of which that is not known is the last. */
  private async partsOf(series: string, limits: readonly string[]): Promise<MovieCard[]> {
    const parts = await this.movies
      .find(within({ series }, limits), CARD_FIELDS)
      .limit(MAX_PARTS)
      .lean<CardSource[]>();
    return parts
      .sort((a, b) => (a.year ?? Infinity) - (b.year ?? Infinity) || (a._id < b._id ? -1 : 1))
      .map((part) => this.views.card(part));
  }

  /** In the order of `ids`, without those that do not exist. */
  async cards(ids: string[]): Promise<MovieCard[]> {
    const found = await this.movies.find({ _id: { $in: ids } }, CARD_FIELDS).lean<CardSource[]>();
    const byId = new Map(found.map((movie) => [movie._id, movie]));
    return ids.flatMap((id) => byId.get(id) ?? []).map((movie) => this.views.card(movie));
  }

  /** What other services call those of some movies that exist, in no order. */
  async links(ids: string[]): Promise<MovieLinks[]> {
    const found = await this.movies
      .find({ _id: { $in: ids } }, { 'links.imdb': 1 })
      .lean<Pick<MovieDocument, '_id' | 'links'>[]>();
    return found.map(({ _id, links }) => ({ movieId: _id, ...(links?.imdb && { imdb: links.imdb }) }));
  }

  /** One page. Its cursor marks a position in the order, so movies added or removed meanwhile do not shift the next page. */
  async browse(request: BrowseMovies): Promise<MoviesPage> {
    const { sort = 'popularity', limit = 20, cursor, readAs = [] } = request;
    const order = browseOrder(sort, readAs);
    const filter = browseFilter(request, await this.isFullName(request.person));
    const [movies, total] = await Promise.all([
      this.inOrder(order, filter, cursor === undefined ? {} : afterCursor(order, cursor), limit + 1),
      this.count(filter),
    ]);
    const page = movies.slice(0, limit);
    return {
      items: page.map((movie) => this.views.card(movie)),
      ...(movies.length > limit && { nextCursor: cursorAfter(order, page[limit - 1]) }),
      total,
    };
  }

  /** One page of all movies by id. */
  async page(limit: number, after = ''): Promise<MovieSnapshot[]> {
    const movies = await this.movies
      .find({ _id: { $gt: after } }, SNAPSHOT_FIELDS)
      .sort({ _id: 1 })
      .limit(limit)
      .lean<SnapshotSource[]>();
    return movies.map((movie) => this.views.snapshot(movie));
  }

  private inOrder(order: BrowseOrder, filter: Condition, position: Condition, limit: number) {
    const { CATALOG_LANGUAGES: stored } = this.environment;
    const byShownTitle = order.readAs.length > 0;
    return this.movies
      .aggregate<CardSource & MovieDocument>([
        { $match: filter },
        ...(byShownTitle ? [{ $set: { sortTitle: shownTitle(order.readAs, stored) } }] : []),
        { $match: position },
        { $sort: sortOf(order) },
        { $limit: limit },
        { $project: { ...CARD_FIELDS, ...orderFields(order) } },
      ])
      .option(byShownTitle ? { collation: AS_IN_A_DICTIONARY } : {});
  }

  private count(filter: Condition): Promise<number> {
    return Object.keys(filter).length === 0
      ? this.movies.estimatedDocumentCount().exec()
      : this.movies.countDocuments(filter).exec();
  }

  private async isFullName(person: string | undefined): Promise<boolean> {
    return person !== undefined && (await this.movies.exists(personCondition(person, true))) !== null;
  }
}

function beyondLimit({ certifications = {} }: MovieDocument, limits: readonly string[]): AppError {
  const broken = limits.find((limit) => !areWithin(certifications, [limit]))!;
  const [country] = broken.split(':');
  const rated = certifications[country];
  const why = rated === undefined ? `it has no certification of ${country}` : `it is ${country}:${rated}`;
  return new AppError('beyond_limit', `Family mode lets films up to ${broken} through, and ${why}.`);
}
