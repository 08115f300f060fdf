import { Environment } from '#platform/config/environment.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { REFRESH_DAYS, SyncState, TrackedFilm } from './sync.schema.js';
import type { ListedFilm } from './tmdb.films.js';

const CHUNK = 1000;
const STATE = 'tmdb';
const DAY_MS = 24 * 3600 * 1000;
/** A film that could not be had is asked for again the next day. */
const RETRY_DAYS = 1;
/** Grows when more of a film is kept, so that all are asked for again. */
const FORMAT = 1;

/**
 * Which films are to be brought in, and when: one document a film, due at once when it is new, changed, or wanted otherwise
 * than it was, and before the time that TMDB's terms allow has passed. What was done is noted film by film, so whatever
 * ends the work, the next run goes on where it ended.
 */
@Injectable()
export class SyncQueue {
  private readonly wanted: string;

  constructor(
    @InjectModel(TrackedFilm.name) private readonly films: Model<TrackedFilm>,
    @InjectModel(SyncState.name) private readonly states: Model<SyncState>,
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    { CATALOG_LANGUAGES, WATCH_REGIONS }: Environment,
  ) {
    this.wanted = JSON.stringify([FORMAT, [...CATALOG_LANGUAGES].sort(), [...WATCH_REGIONS].sort()]);
  }

  async state(): Promise<Partial<SyncState>> {
    return (await this.states.findById(STATE).lean<SyncState>()) ?? {};
  }

  async note(state: Partial<Omit<SyncState, '_id'>>): Promise<void> {
    await this.states.updateOne({ _id: STATE }, { $set: state }, { upsert: true });
  }

  /** Films that are not known yet become due. */
  async add(films: ListedFilm[]): Promise<void> {
    if (films.length === 0) return;
    const dueAt = new Date();
    await this.films.bulkWrite(
      films.map(({ id, votes }) => ({
        updateOne: {
          filter: { _id: id },
          update: { $set: { votes }, $setOnInsert: { dueAt } },
          upsert: true,
        },
      })),
      { ordered: false },
    );
  }

  /** The films that other sources brought in become due as well, so that TMDB tells more of them. */
  async addCatalogue(): Promise<void> {
    const known = this.movies
      .find({ 'links.tmdb': { $exists: true } }, { voteCount: 1, 'links.tmdb': 1 })
      .lean<Pick<MovieDocument, '_id' | 'voteCount' | 'links'>[]>()
      .cursor({ batchSize: CHUNK });
    let films: ListedFilm[] = [];
    for await (const { _id: id, voteCount = 0, links } of known) {
      // Another id here would make a second film of it.
      if (id === links.tmdb) films.push({ id, votes: voteCount });
      if (films.length < CHUNK) continue;
      await this.add(films);
      films = [];
    }
    await this.add(films);
  }

  /** Those of the films that are followed become due. */
  async changed(ids: string[]): Promise<void> {
    const dueAt = new Date();
    for (const some of chunksOf(ids, CHUNK))
      await this.films.updateMany({ _id: { $in: some }, dueAt: { $gt: dueAt } }, { $set: { dueAt } });
  }

  /** Films that were brought in when other languages or countries were wanted become due. */
  async wantedOtherwise(): Promise<void> {
    await this.films.updateMany(
      { wanted: { $exists: true, $ne: this.wanted }, dueAt: { $gt: new Date() } },
      { $set: { dueAt: new Date() } },
    );
  }

  countDue(): Promise<number> {
    return this.films.countDocuments({ dueAt: { $lte: new Date() } }).exec();
  }

  /** Those that most people voted on first. */
  async due(limit: number): Promise<string[]> {
    const films = await this.films
      .find({ dueAt: { $lte: new Date() } }, { _id: 1 })
      .sort({ votes: -1, _id: 1 })
      .limit(limit)
      .allowDiskUse(true)
      .lean<{ _id: string }[]>();
    return films.map(({ _id }) => _id);
  }

  async done(ids: string[]): Promise<void> {
    const dueAt = new Date(Date.now() + REFRESH_DAYS * DAY_MS);
    await this.films.updateMany({ _id: { $in: ids } }, { $set: { dueAt, wanted: this.wanted } });
  }

  /** Nothing is followed any more, until everything is brought in anew. */
  async forget(): Promise<void> {
    await this.states.deleteMany({});
    await this.films.deleteMany({});
  }

  async failed(ids: string[]): Promise<void> {
    const dueAt = new Date(Date.now() + RETRY_DAYS * DAY_MS);
    await this.films.updateMany({ _id: { $in: ids } }, { $set: { dueAt } });
  }
}
