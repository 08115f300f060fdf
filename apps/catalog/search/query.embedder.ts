import { PlotEmbedder } from '#datasets/plots/plot-embedder.js';
import { Injectable, Logger, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';

const KEPT_QUERIES = 500;

/** Vectors of what people search for. The model is loaded at the start, so that the first search need not wait for it. */
@Injectable()
export class QueryEmbedder implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('QueryEmbedder');
  private readonly embedder = new PlotEmbedder(1);
  /** In the order of their last use. */
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
    if (this.recent.size > KEPT_QUERIES) this.recent.delete(this.recent.keys().next().value!);
    return vector;
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    await this.embedder.close();
  }
}
