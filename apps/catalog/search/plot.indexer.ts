import { PlotsIndexed } from '#contracts/catalog/catalog.events.js';
import { plotModelId } from '#datasets/plots/plot-embedder.js';
import { plotHash, plotText } from '#datasets/plots/plot-text.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { PlotIndex, type PlotVector } from '#plots/plot.index.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';

/** A vector at hand costs nothing, so the batch is what Chroma likes. */
const STORED_BATCH = 500;
/** A made vector costs a tenth of a second, so an interruption loses two seconds at most. */
const EMBEDDED_BATCH = 16;

/** A movie's plot and what its vector is known by. */
interface Plot {
  movieId: string;
  text: string;
  hash: string;
}

/** What has to be done to make the index current. */
export interface IndexPlan {
  /** Movies with a plot. */
  plots: number;
  /** Movies whose vector in the index is the right one. */
  unchanged: number;
  /** New or changed plots, the best-known movies first. */
  missing: Plot[];
  /** Movies in the index that are gone, or have no plot any more. */
  gone: string[];
}

/** Where vectors come from: those kept from an earlier time, by hash, and a model for the others. */
export interface VectorSource {
  stored: ReadonlyMap<string, Float32Array>;
  embed(texts: string[]): Promise<Float32Array[]>;
}

type OnProgress = (done: number, total: number) => void;

/**
 * Brings the index of plot vectors up to date with the movies. The index itself remembers of which text each vector
 * was made, and is written to as the work goes on: a run that was killed is taken up where it ended.
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

  /** @returns how many of the missing plots had a stored vector */
  async indexStored(
    { missing }: IndexPlan,
    { stored }: VectorSource,
    onProgress: OnProgress,
  ): Promise<number> {
    const ready: PlotVector[] = missing.flatMap(({ movieId, hash }) => {
      const vector = stored.get(hash);
      return vector ? [{ movieId, vector, contentHash: hash }] : [];
    });
    for (let at = 0; at < ready.length; at += STORED_BATCH) {
      await this.index.upsert(ready.slice(at, at + STORED_BATCH));
      onProgress(Math.min(at + STORED_BATCH, ready.length), ready.length);
    }
    return ready.length;
  }

  /** @returns how many of the missing plots had none and were embedded */
  async indexEmbedded(
    { missing }: IndexPlan,
    { stored, embed }: VectorSource,
    onProgress: OnProgress,
  ): Promise<number> {
    const plots = missing.filter(({ hash }) => !stored.has(hash));
    for (let at = 0; at < plots.length; at += EMBEDDED_BATCH) {
      const batch = plots.slice(at, at + EMBEDDED_BATCH);
      const vectors = await embed(batch.map(({ text }) => text));
      await this.index.upsert(
        batch.map(({ movieId, hash }, i) => ({ movieId, vector: vectors[i], contentHash: hash })),
      );
      onProgress(at + batch.length, plots.length);
    }
    return plots.length;
  }

  /** Tells the readers of the index to look again. */
  async announce(changed: number): Promise<void> {
    const count = await this.index.count();
    await this.publisher.publish(PlotsIndexed, { collection: this.index.name, count, changed });
  }
}
