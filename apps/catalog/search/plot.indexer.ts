import { PlotsIndexed } from '#contracts/catalog/catalog.events.js';
import { plotModelId } from '#datasets/plots/plot-embedder.js';
import { plotHash, plotText } from '#datasets/plots/plot-text.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { PlotIndex, type PlotVector } from '#plots/plot.index.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';

/** Stored vectors cost nothing to repeat, so the batch is large. */
const STORED_BATCH = 500;
/** Embedding takes ten milliseconds a plot, so an interruption loses less than a second of work. */
const EMBEDDED_BATCH = 16;

/** A movie's plot, and the hash that identifies its vector. */
interface Plot {
  movieId: string;
  text: string;
  hash: string;
}

/** What brings the index up to date. */
export interface IndexPlan {
  /** Movies with a plot. */
  plots: number;
  /** Movies whose vector is up to date. */
  unchanged: number;
  /** New or changed plots, the most popular movies first. */
  missing: Plot[];
  /** Indexed movies that no longer exist or no longer have a plot. */
  gone: string[];
}

/** Where vectors come from: stored ones, by hash, and a model for the other plots. */
export interface VectorSource {
  stored: ReadonlyMap<string, Float32Array>;
  embed(texts: string[]): Promise<Float32Array[]>;
}

type OnProgress = (done: number, total: number) => void;

/**
 * Brings the index of plot vectors up to date with the movies. Writes batch by batch, and the index stores the hash of each
 * vector's text, so a run after a killed one continues where that ended.
 */
@Injectable()
export class PlotIndexer {
  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly index: PlotIndex,
    private readonly publisher: EventPublisher,
  ) {}

  async plan(): Promise<IndexPlan> {
    const indexed = await this.index.contentHashes();
    const missing: Plot[] = [];
    const withPlot = new Set<string>();
    const movies = this.movies
      .find({ overview: { $exists: true } }, { title: 1, overview: 1 })
      .sort({ popularity: -1, ratingCount: -1, _id: 1 })
      .lean<Pick<MovieDocument, '_id' | 'title' | 'overview'>[]>()
      .cursor({ batchSize: 1000 });
    for await (const { _id: movieId, ...movie } of movies) {
      const text = plotText(movie);
      if (text === undefined) continue;
      withPlot.add(movieId);
      const hash = plotHash(plotModelId, text);
      if (indexed.get(movieId) !== hash) missing.push({ movieId, text, hash });
    }
    return {
      plots: withPlot.size,
      unchanged: withPlot.size - missing.length,
      missing,
      gone: [...indexed.keys()].filter((id) => !withPlot.has(id)),
    };
  }

  async removeGone({ gone }: IndexPlan): Promise<void> {
    if (gone.length > 0) await this.index.remove(gone);
  }

  /** Indexes the missing plots that have a stored vector. @returns how many */
  async indexStored(
    { missing }: IndexPlan,
    { stored }: VectorSource,
    onProgress: OnProgress,
  ): Promise<number> {
    const ready: PlotVector[] = missing.flatMap(({ movieId, hash }) => {
      const vector = stored.get(hash);
      return vector ? [{ movieId, vector, contentHash: hash }] : [];
    });
    let done = 0;
    for (const batch of chunksOf(ready, STORED_BATCH)) {
      await this.index.upsert(batch);
      onProgress((done += batch.length), ready.length);
    }
    return ready.length;
  }

  /** Embeds and indexes the other missing plots. @returns how many */
  async indexEmbedded(
    { missing }: IndexPlan,
    { stored, embed }: VectorSource,
    onProgress: OnProgress,
  ): Promise<number> {
    const plots = missing.filter(({ hash }) => !stored.has(hash));
    let done = 0;
    for (const batch of chunksOf(plots, EMBEDDED_BATCH)) {
      const vectors = await embed(batch.map(({ text }) => text));
      await this.index.upsert(
        batch.map(({ movieId, hash }, i) => ({ movieId, vector: vectors[i], contentHash: hash })),
      );
      onProgress((done += batch.length), plots.length);
    }
    return plots.length;
  }

  /** Tells services that use the index that it has changed. */
  async announce(changed: number): Promise<void> {
    const count = await this.index.count();
    await this.publisher.publish(PlotsIndexed, { collection: this.index.name, count, changed });
  }
}
