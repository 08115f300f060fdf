import { randomUUID } from 'node:crypto';
import { MOVIE_ID } from '#contracts/protocol/fields.js';
import { MovieSnapshot } from '#contracts/catalog/movie.js';
import { validated } from '#contracts/protocol/validation.js';
import type { DatasetName } from '#datasets/records/dataset.js';
import type { MovieRecord } from '#datasets/records/movie.record.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { contentOf } from './movie.content.js';
import { factsOf, type MovieFacts } from './movie.facts.js';
import { MovieDocument } from './movie.schema.js';
import { UNKNOWN, withSource } from './movie.sources.js';
import { MovieViews } from './movie.views.js';
import { changeSources } from './movie.writes.js';

const BATCH = 500;
/** A single write keeps one core of the database busy, and has it wait for its disk. */
const WRITES_AT_ONCE = 2;
const MAX_NAMED_REFUSALS = 20;

/** The result of a load. */
export interface IngestionSummary {
  added: number;
  changed: number;
  unchanged: number;
  /** Movies that this data set had stored under another id, and that are gone from there. */
  merged: number;
  /** Movies that the catalogue cannot store; `refusals` names the first of them. */
  refused: number;
  refusals: { id: string; why: string }[];
}

/** The result of taking a load back. */
export interface RemovalSummary {
  /** Movies of which other data sets say something else. */
  changed: number;
  /** Movies of which no other data set says anything. */
  gone: number;
  unchanged: number;
}

/**
 * Stores what data sets say of movies, and takes it back. A movie is what its data sets say together (combine() of
 * movie.sources.ts), so loading one takes nothing away from another.
 */
@Injectable()
export class Ingestion {
  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly views: MovieViews,
  ) {}

  /** Holds three batches of movies in memory. Keeps movies that this data set does not have: data sets add up. */
  async load(
    { name, kind }: DatasetName,
    movies: AsyncIterable<MovieRecord>,
    onProgress: (movies: number) => void = () => undefined,
  ): Promise<IngestionSummary> {
    const summary: IngestionSummary = {
      added: 0,
      changed: 0,
      unchanged: 0,
      merged: 0,
      refused: 0,
      refusals: [],
    };
    const mark = randomUUID();
    const store = async (batch: ReadonlyMap<string, MovieFacts>): Promise<void> => {
      const { added, changed } = await changeSources(
        this.movies,
        [...batch.keys()],
        (id, sources) => withSource(sources, { name, kind, facts: batch.get(id)! }),
        mark,
      );
      summary.added += added.length;
      summary.changed += changed.length;
      summary.unchanged += batch.size - added.length - changed.length;
    };
    const storing: Promise<void>[] = [];
    let batch = new Map<string, MovieFacts>();
    const former: string[] = [];
    /** Reads on while batches are written; a failure is heard when they are waited for. */
    const hand = async (): Promise<void> => {
      if (storing.length >= WRITES_AT_ONCE) await storing.shift();
      const written = store(batch);
      written.catch(() => undefined);
      storing.push(written);
      batch = new Map();
    };
    for await (const movie of movies) {
      const facts = this.accept(movie, summary);
      if (facts) batch.set(movie.id, facts);
      if (facts && movie.formerId !== undefined) former.push(movie.formerId);
      if (batch.size < BATCH) continue;
      await hand();
      onProgress(summary.added + summary.changed + summary.unchanged);
    }
    await hand();
    await Promise.all(storing);
    summary.merged = await this.takeBack(name, former);
    return summary;
  }

  /**
   * Notes of movies that a source no longer has them. They stay, with all that is known of them: people have rated them.
   *
   * @param since  the day on which it was found, kept from the first time
   * @returns how many movies it is news of
   */
  async markGone(source: DatasetName, ids: string[], since: string): Promise<number> {
    const stored = await this.movies.find({ _id: { $in: ids } }, { _id: 1 }).lean<{ _id: string }[]>();
    const { changed } = await changeSources(
      this.movies,
      stored.map(({ _id }) => _id),
      (_, sources) => {
        const said = sources.find(({ name, kind }) => name === source.name && kind === source.kind)?.facts;
        return withSource(sources, { ...source, facts: { goneSince: since, ...said } });
      },
      randomUUID(),
    );
    return changed.length;
  }

  /** Takes back what a data set has said: values fall back to what others say. */
  async remove(
    dataset: string,
    onProgress: (movies: number) => void = () => undefined,
  ): Promise<RemovalSummary> {
    const summary: RemovalSummary = { changed: 0, gone: 0, unchanged: 0 };
    const named = { 'sources.name': dataset };
    const filter = dataset === UNKNOWN.name ? { $or: [named, { sources: { $exists: false } }] } : named;
    for (;;) {
      const batch = await this.movies.find(filter, { _id: 1 }).limit(BATCH).lean<{ _id: string }[]>();
      if (batch.length === 0) return summary;
      const { changed, gone } = await changeSources(
        this.movies,
        batch.map(({ _id }) => _id),
        (_, sources) => sources.filter(({ name }) => name !== dataset),
        randomUUID(),
      );
      summary.changed += changed.length;
      summary.gone += gone.length;
      summary.unchanged += batch.length - changed.length - gone.length;
      onProgress(summary.changed + summary.gone + summary.unchanged);
    }
  }

  /** Takes back what a data set, or one without a name, has said of some movies. @returns how many are gone by it */
  private async takeBack(dataset: string, ids: string[]): Promise<number> {
    let gone = 0;
    for (const some of chunksOf(ids, BATCH)) {
      const stored = await this.movies.find({ _id: { $in: some } }, { _id: 1 }).lean<{ _id: string }[]>();
      const result = await changeSources(
        this.movies,
        stored.map(({ _id }) => _id),
        (_, sources) => sources.filter(({ name }) => name !== dataset && name !== UNKNOWN.name),
        randomUUID(),
      );
      gone += result.gone.length;
    }
    return gone;
  }

  /** Checks also that a movie can be published: one that cannot would block the relay for ever. */
  private accept(movie: MovieRecord, summary: IngestionSummary): MovieFacts | undefined {
    try {
      if (!MOVIE_ID.test(movie.id)) throw new Error(`"${movie.id}" is not a film id`);
      const facts = factsOf(movie);
      validated(MovieSnapshot, this.views.snapshot({ _id: movie.id, revision: 1, ...contentOf(facts) }));
      return facts;
    } catch (error) {
      summary.refused += 1;
      if (summary.refusals.length < MAX_NAMED_REFUSALS)
        summary.refusals.push({ id: movie.id, why: (error as Error).message });
      return undefined;
    }
  }
}
