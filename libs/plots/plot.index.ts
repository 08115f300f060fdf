import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import { ChromaClient, type ChromaClientArgs, type Collection } from 'chromadb';
import { Environment } from '#platform/config/environment.js';

/** Chroma's limit on one write or read is larger; this keeps a request a few megabytes. */
const BATCH = 500;
/** A look at Chroma that somebody waits for. */
const LOOK_MS = 2000;
/** A batch read or written, on a busy machine. */
const BATCH_MS = 60_000;

export interface PlotVector {
  movieId: string;
  /** Unit length, as many numbers as the embedding model has. */
  vector: Float32Array | number[];
  /** What the vector was made of; with another hash it must be embedded again. */
  contentHash: string;
}

/**
 * The Chroma collection of plot vectors, one per movie, compared by cosine. Every method ends within a time: a Chroma that
 * hangs answers nothing, and does not close the connection either.
 */
@Injectable()
export class PlotIndex {
  private readonly address: Pick<ChromaClientArgs, 'host' | 'port' | 'ssl'>;
  readonly name: string;

  constructor(environment: Environment) {
    const { hostname, port, protocol } = new URL(environment.CHROMA_URL);
    const ssl = protocol === 'https:';
    this.address = { host: hostname, port: Number(port) || (ssl ? 443 : 80), ssl };
    this.name = environment.CHROMA_COLLECTION;
  }

  async ping(): Promise<void> {
    await this.client(LOOK_MS).heartbeat();
  }

  async count(): Promise<number> {
    return (await this.open(LOOK_MS)).count();
  }

  async upsert(plots: PlotVector[]): Promise<void> {
    for (const batch of chunksOf(plots, BATCH)) {
      const collection = await this.open(BATCH_MS);
      await collection.upsert({
        ids: batch.map((plot) => plot.movieId),
        embeddings: batch.map((plot) => Array.from(plot.vector)),
        metadatas: batch.map((plot) => ({ contentHash: plot.contentHash })),
      });
    }
  }

  async remove(movieIds: string[]): Promise<void> {
    for (const ids of chunksOf(movieIds, BATCH)) {
      const collection = await this.open(BATCH_MS);
      await collection.delete({ ids });
    }
  }

  /** What is stored, without the vectors: movie id → content hash. */
  async contentHashes(): Promise<Map<string, string>> {
    const hashes = new Map<string, string>();
    for await (const page of this.pages(['metadatas'])) {
      page.ids.forEach((id, i) => hashes.set(id, String(page.metadatas[i]?.contentHash ?? '')));
    }
    return hashes;
  }

  /** Every stored vector by movie id. */
  async vectors(): Promise<Map<string, Float32Array>> {
    const vectors = new Map<string, Float32Array>();
    for await (const page of this.pages(['embeddings'])) {
      page.ids.forEach((id, i) => vectors.set(id, Float32Array.from(page.embeddings[i] ?? [])));
    }
    return vectors;
  }

  /** The vectors of some movies; those that have none are left out. @throws after `withinMs` */
  async vectorsOf(movieIds: readonly string[], withinMs = LOOK_MS): Promise<Map<string, Float32Array>> {
    const vectors = new Map<string, Float32Array>();
    for (const ids of chunksOf([...movieIds], BATCH)) {
      const collection = await this.open(withinMs);
      const page = await collection.get({ ids, include: ['embeddings'] });
      page.ids.forEach((id, i) => vectors.set(id, Float32Array.from(page.embeddings[i] ?? [])));
    }
    return vectors;
  }

  /** The `limit` movies nearest to a vector, best first; `similarity` is the cosine. @throws after `withinMs` */
  async nearest(
    vector: Float32Array,
    limit: number,
    withinMs = LOOK_MS,
  ): Promise<{ movieId: string; similarity: number }[]> {
    const collection = await this.open(withinMs);
    const found = await collection.query({
      queryEmbeddings: [Array.from(vector)],
      nResults: limit,
      include: ['distances'],
    });
    return (found.ids[0] ?? []).map((movieId, i) => ({
      movieId,
      similarity: 1 - (found.distances[0]?.[i] ?? 1),
    }));
  }

  private async *pages(include: ('metadatas' | 'embeddings')[]) {
    for (let offset = 0; ; offset += BATCH) {
      const collection = await this.open(BATCH_MS);
      const page = await collection.get({ limit: BATCH, offset, include });
      if (page.ids.length > 0) yield page;
      if (page.ids.length < BATCH) return;
    }
  }

  /** Asked for each time: it is one quick call, and a collection that was deleted meanwhile has another id. */
  private open(withinMs: number): Promise<Collection> {
    return this.client(withinMs).getOrCreateCollection({
      name: this.name,
      embeddingFunction: null,
      configuration: { hnsw: { space: 'cosine' } },
    });
  }

  /** A client whose calls, and those of its collections, all end within a time from now: it has no other way to say so. */
  private client(withinMs: number): ChromaClient {
    return new ChromaClient({ ...this.address, fetchOptions: { signal: AbortSignal.timeout(withinMs) } });
  }
}
