import type { MovieCard, MovieSnapshot } from '#contracts/catalog/movie.js';
import { Injectable } from '@nestjs/common';
import { FilmStore } from './movie.store.js';
import type { FilmRatings } from '../training/training.js';

/** Read again each time, because a batch that was being written may have been seen in part, and clocks differ. */
const OVERLAP_MS = 60_000;

/** What everyone here thinks of a film. */
export interface Opinion {
  count: number;
  /** Mean stars, 1 to 5. */
  mean: number;
}

/** The films in memory, by id: what lists show and filters ask for. */
@Injectable()
export class FilmCatalogue {
  private readonly films = new Map<string, MovieSnapshot>();
  private readonly cards = new Map<string, MovieCard>();
  private opinions = new Map<string, Opinion>();
  private newest?: Date;

  constructor(private readonly store: FilmStore) {}

  get size(): number {
    return this.films.size;
  }

  /** Reads what this and other replicas stored since the last time. @returns when each new or changed film was stored */
  async catchUp(): Promise<Date[]> {
    const changed: Date[] = [];
    const since = this.newest && new Date(this.newest.getTime() - OVERLAP_MS);
    for await (const { movie, changedAt } of this.store.changedSince(since)) {
      if (this.put([movie]) > 0) changed.push(changedAt);
      if (!this.newest || changedAt > this.newest) this.newest = changedAt;
    }
    return changed;
  }

  /** Takes films unless they are known at the same or a later revision. @returns how many it took */
  put(movies: readonly MovieSnapshot[]): number {
    let taken = 0;
    for (const movie of movies) {
      if ((this.films.get(movie.id)?.revision ?? -Infinity) >= movie.revision) continue;
      this.films.set(movie.id, movie);
      this.cards.delete(movie.id);
      taken++;
    }
    return taken;
  }

  rate({ ids, counts, means }: FilmRatings): void {
    this.opinions = new Map(ids.map((id, i) => [id, { count: counts[i], mean: means[i] }]));
    this.cards.clear();
  }

  get(id: string): MovieSnapshot | undefined {
    return this.films.get(id);
  }

  opinion(id: string): Opinion | undefined {
    return this.opinions.get(id);
  }

  /** @throws when the film is not here */
  card(id: string): MovieCard {
    let card = this.cards.get(id);
    if (!card) {
      const film = this.films.get(id);
      if (!film) throw new Error(`film ${id} is not in the catalogue`);
      this.cards.set(id, (card = movieCard(film, this.opinions.get(id))));
    }
    return card;
  }
}

export function movieCard(film: MovieSnapshot, opinion?: Opinion): MovieCard {
  const { id, title, year, genres, posterUrl, runtime, language } = film;
  return {
    id,
    title,
    year,
    genres,
    posterUrl,
    runtime,
    language,
    ...(opinion?.count && {
      averageRating: Math.round(opinion.mean * 100) / 100,
      ratingCount: opinion.count,
    }),
  };
}
