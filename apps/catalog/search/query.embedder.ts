import { AppError } from '#contracts/protocol/app.error.js';
import { PlotEmbedder } from '#datasets/plots/plot-embedder.js';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

const MAX_CACHED_QUERIES = 500;
/** A query takes some ten milliseconds, on a busy machine many more, and who asks waits some seconds at most. */
const MAX_WAITING = 32;

/**
 * Embeds search queries. The model is loaded with the first and stays while people search; the first search after a while
 * waits for it a second, and its memory is free meanwhile.
 */
@Injectable()
export class QueryEmbedder implements OnApplicationShutdown {
  private readonly embedder = new PlotEmbedder(1);
  private readonly recent = new LRUCache<string, Float32Array>({ max: MAX_CACHED_QUERIES });
  /** Queries that wait for their vector, or get it now. */
  private readonly waiting = new Map<string, Promise<Float32Array>>();

  /**
   * In the order in which queries came; the same query twice is one.
   *
   * @throws AppError `service_unavailable` when too many wait
   */
  async embed(query: string): Promise<Float32Array> {
    const text = query.trim().replace(/\s+/g, ' ');
    const vector = this.recent.get(text) ?? (await this.embedded(text));
    this.recent.set(text, vector);
    return vector;
  }

  /** Vectors of plots, whenever no query waits. */
  plots(texts: string[]): Promise<Float32Array[]> {
    return this.embedder.embed(texts);
  }

  private embedded(text: string): Promise<Float32Array> {
    const known = this.waiting.get(text);
    if (known) return known;
    if (this.waiting.size >= MAX_WAITING)
      throw new AppError('service_unavailable', 'Too many searches are waiting. Try again soon.');
    const vector = this.embedder
      .embed([text], { urgent: true })
      .then(([only]) => only)
      .finally(() => this.waiting.delete(text));
    this.waiting.set(text, vector);
    return vector;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.embedder.close();
  }
}
