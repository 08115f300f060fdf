import { PlotEmbedder } from '#datasets/plots/plot-embedder.js';
import { Injectable, Logger, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';

const MAX_CACHED_QUERIES = 500;

/** Embeds search queries. Loads the model when the service starts, so that the first search does not wait for it. */
@Injectable()
export class QueryEmbedder implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(QueryEmbedder.name);
  private readonly embedder = new PlotEmbedder(1);
  /** Least recently used first. */
  private readonly recent = new Map<string, Float32Array>();
  private closing = false;

  onApplicationBootstrap(): void {
    this.embed('a film').catch((error: Error) => {
      if (!this.closing) this.log.error({ err: error }, 'the embedding model could not be loaded');
    });
  }

  async embed(query: string): Promise<Float32Array> {
    const text = query.trim().replace(/\s+/g, ' ');
    const vector = this.recent.get(text) ?? (await this.embedder.embed([text], { urgent: true }))[0];
    this.recent.delete(text);
    this.recent.set(text, vector);
    if (this.recent.size > MAX_CACHED_QUERIES) this.recent.delete(this.recent.keys().next().value!);
    return vector;
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    await this.embedder.close();
  }
}
