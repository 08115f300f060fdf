import type { MovieCard } from '#contracts/catalog/movie.js';
import type { PlaceInSeries } from '#contracts/recommender/recommendation.js';
import { type ListedCard, MovieCards } from '#lists/movie.cards.js';
import { Injectable, Logger } from '@nestjs/common';
import { textIn } from '../language/film.titles.js';
import { KnownMovies } from '../movies/known-movies.js';

/** About 600 bytes each; beyond it all are forgotten and read again as they are needed. */
const MAX_CARDS = 50_000;

export interface CachedCard {
  card: MovieCard;
  /** The card. */
  json: string;
  /** Where the movie stands in its series. */
  series?: PlaceInSeries;
}

/** Cards by the movie's id. */
export interface Cards {
  get(movieId: string): CachedCard | undefined;
}

/** With its title in other languages. */
type TitledCard = CachedCard & Pick<MovieCard, 'titles'>;

/**
 * The movies' cards in this process: what lists are joined with. They come from the copy in Redis and follow its
 * version; what is not there, or cannot be asked for, comes from the catalog.
 */
@Injectable()
export class CardCache {
  private readonly log = new Logger(CardCache.name);
  private readonly cached = new Map<string, TitledCard>();
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

  /**
   * The cards of movies; those that nobody knows are left out.
   *
   * @param films  languages of their titles, as a `Reader` has them; English ones are there as they are sent, others are
   *               made when they are looked at
   */
  async of(movieIds: Iterable<string>, films: readonly string[] = []): Promise<Cards> {
    const cards = await this.titled(movieIds);
    return films.length === 0 ? cards : { get: (id) => inLanguages(cards.get(id), films) };
  }

  private async titled(movieIds: Iterable<string>): Promise<ReadonlyMap<string, TitledCard>> {
    const missing = [...new Set(movieIds)].filter((id) => !this.cached.has(id));
    if (missing.length === 0) return this.cached;
    if (this.cached.size + missing.length > MAX_CARDS) this.cached.clear();
    const version = this.version;
    const found = await this.stored.read(missing).catch((error: Error) => {
      this.log.warn(`Redis: ${error.message}`);
      return new Map<string, string>();
    });
    // What was read before a change became known is not kept.
    if (version === this.version) for (const [id, json] of found) this.cached.set(id, titledCard(json));
    const unknown = missing.filter((id) => !found.has(id));
    return unknown.length === 0 && version === this.version ? this.cached : this.withCatalog(found, unknown);
  }

  private async withCatalog(
    found: ReadonlyMap<string, string>,
    unknown: string[],
  ): Promise<ReadonlyMap<string, TitledCard>> {
    const cards = new Map(this.cached);
    for (const [id, json] of found) cards.set(id, titledCard(json));
    for (const [id, card] of await this.movies.titledCards(unknown))
      cards.set(id, titledCard(JSON.stringify(card)));
    return cards;
  }
}

/** @param stored  a card with its titles and its place in a series, as JSON */
function titledCard(stored: string): TitledCard {
  const { titles, series, ...card } = JSON.parse(stored) as ListedCard;
  if (!titles && !series) return { card, json: stored };
  return { card, json: JSON.stringify(card), ...(titles && { titles }), ...(series && { series }) };
}

function inLanguages(cached: TitledCard | undefined, films: readonly string[]): CachedCard | undefined {
  const title = textIn(cached?.titles, films);
  if (!cached || title === undefined) return cached;
  const card = { ...cached.card, title };
  return {
    card,
    series: cached.series,
    get json() {
      return JSON.stringify(card);
    },
  };
}
