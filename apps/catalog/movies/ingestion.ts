import { randomUUID } from 'node:crypto';
import { MOVIE_ID } from '#contracts/protocol/fields.js';
import { MovieSnapshot } from '#contracts/catalog/movie.js';
import { validated } from '#contracts/protocol/validation.js';
import type { MovieRecord } from '#datasets/records/movie.record.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { contentHash, movieContent } from './movie.content.js';
import { type MovieContent, MovieDocument } from './movie.schema.js';
import { MovieViews } from './movie.views.js';

const BATCH = 500;
const MAX_NAMED_REFUSALS = 20;

/** The result of a load. */
export interface IngestionSummary {
  added: number;
  changed: number;
  unchanged: number;
  /** Movies that the catalogue cannot store; `refusals` names the first of them. */
  refused: number;
  refusals: { id: string; why: string }[];
}

interface LoadedMovie {
  id: string;
  content: MovieContent;
  hash: string;
}

/** Stores new and changed movies. The write that changes a movie also marks it for the relay. */
@Injectable()
export class Ingestion {
  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly views: MovieViews,
  ) {}

  /** Keeps movies that this data set does not have: data sets add up. */
  async load(
    movies: AsyncIterable<MovieRecord>,
    onProgress: (movies: number) => void = () => undefined,
  ): Promise<IngestionSummary> {
    const summary: IngestionSummary = { added: 0, changed: 0, unchanged: 0, refused: 0, refusals: [] };
    const loadId = randomUUID();
    let storing = Promise.resolve();
    let batch = new Map<string, LoadedMovie>();
    for await (const movie of movies) {
      const loaded = this.accept(movie, summary);
      if (loaded) batch.set(loaded.id, loaded);
      if (batch.size < BATCH) continue;
      await storing;
      onProgress(summary.added + summary.changed + summary.unchanged);
      // Reads on while these are written; the next await of `storing` throws if that fails.
      storing = this.store([...batch.values()], loadId, summary);
      storing.catch(() => undefined);
      batch = new Map();
    }
    await storing;
    await this.store([...batch.values()], loadId, summary);
    return summary;
  }

  /** Checks also that a movie can be published: one that cannot would block the relay for ever. */
  private accept(movie: MovieRecord, summary: IngestionSummary): LoadedMovie | undefined {
    try {
      if (!MOVIE_ID.test(movie.id)) throw new Error(`"${movie.id}" is not a film id`);
      const content = movieContent(movie);
      validated(MovieSnapshot, this.views.snapshot({ _id: movie.id, revision: 1, ...content }));
      return { id: movie.id, content, hash: contentHash(content) };
    } catch (error) {
      summary.refused += 1;
      if (summary.refusals.length < MAX_NAMED_REFUSALS)
        summary.refusals.push({ id: movie.id, why: (error as Error).message });
      return undefined;
    }
  }

  private async store(movies: LoadedMovie[], loadId: string, summary: IngestionSummary): Promise<void> {
    const known = await this.movies
      .find({ _id: { $in: movies.map(({ id }) => id) } }, { contentHash: 1 })
      .lean<Pick<MovieDocument, '_id' | 'contentHash'>[]>();
    const hashes = new Map(known.map((movie) => [movie._id, movie.contentHash]));
    const differing = movies.filter(({ id, hash }) => hashes.get(id) !== hash);
    const added = differing.filter(({ id }) => !hashes.has(id)).length;
    summary.added += added;
    summary.changed += differing.length - added;
    summary.unchanged += movies.length - differing.length;
    if (differing.length === 0) return;
    const changedAt = new Date();
    await this.movies.bulkWrite(
      differing.map((movie) => ({
        updateOne: { filter: { _id: movie.id }, update: changeTo(movie, changedAt, loadId), upsert: true },
      })),
      { ordered: false },
    );
  }
}

function changeTo({ content, hash }: LoadedMovie, changedAt: Date, loadId: string) {
  const entries = Object.entries(content);
  const unknown = entries.filter(([, value]) => value === undefined).map(([field]) => [field, 1]);
  return {
    $set: {
      ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
      contentHash: hash,
      changedAt,
      unpublished: true,
    },
    ...(unknown.length > 0 && { $unset: Object.fromEntries(unknown) as Record<string, 1> }),
    $inc: { revision: 1 },
    // Ratings may have arrived before their movie.
    $setOnInsert: { averageRating: 0, ratingCount: 0, ratedByEnough: 0, ratingsStale: loadId },
  };
}
