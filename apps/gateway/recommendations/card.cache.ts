import type { MovieCard } from '#contracts/catalog/movie.js';
import { MovieCards } from '#lists/movie.cards.js';
import { Injectable, Logger } from '@nestjs/common';
import { KnownMovies } from '../movies/known-movies.js';

/** About 600 bytes each; beyond it all are forgotten and read again as they are needed. */
const MAX_CARDS = 50_000;

export interface CachedCard {
  card: MovieCard;
  json: string;
}

/**
 * The movies' cards in this process: what lists are joined with. They come from the copy in Redis and follow its
 * version; what is not there, or cannot be asked for, comes from the catalog.
 */
@Injectable()
export class CardCache {
  private readonly log = new Logger(CardCache.name);
  private readonly cached = new Map<string, CachedCard>();
  /** Of the cards in Redis, when they were last looked at. */
  private version = 0;

  constructor(
    private readonly stored: MovieCards,
    private readonly movies: KnownMovies,
  ) {}

  /** Forgets the cards that were written since the last time. @throws when Redis cannot be asked */
  async follow(): Promise<void> {
    const version = await this.stored.recentVersion();
    if (version === this.version) return;
    // A lower version is that of a copy begun anew.
    const changed = version > this.version ? await this.stored.changedAfter(this.version) : undefined;
    if (changed) for (const id of changed) this.cached.delete(id);
    else this.cached.clear();
    this.version = version;
  }

  /** The cards of movies, by id; those that nobody knows are left out. */
  async of(movieIds: Iterable<string>): Promise<ReadonlyMap<string, CachedCard>> {
    const missing = [...new Set(movieIds)].filter((id) => !this.cached.has(id));
    if (missing.length === 0) return this.cached;
    if (this.cached.size + missing.length > MAX_CARDS) this.cached.clear();
    const version = this.version;
    const found = await this.stored.read(missing).catch((error: Error) => {
      this.log.warn(`Redis: ${error.message}`);
      return new Map<string, string>();
    });
    // What was read before a change became known is not kept.
    if (version === this.version)
      for (const [id, json] of found) this.cached.set(id, { card: JSON.parse(json) as MovieCard, json });
    const unknown = missing.filter((id) => !found.has(id));
    return unknown.length === 0 && version === this.version ? this.cached : this.withCatalog(found, unknown);
  }

  private async withCatalog(
    found: ReadonlyMap<string, string>,
    unknown: string[],
  ): Promise<ReadonlyMap<string, CachedCard>> {
    const cards = new Map(this.cached);
    for (const [id, json] of found) cards.set(id, { card: JSON.parse(json) as MovieCard, json });
    for (const [id, card] of await this.movies.cards(unknown))
      cards.set(id, { card, json: JSON.stringify(card) });
    return cards;
  }
}
