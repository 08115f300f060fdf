import { movieCard, posterAddress, type RatingStats } from '#contracts/catalog/movie.card.js';
import {
  matchesFilter,
  type MovieCard,
  type MovieFilter,
  type MovieSnapshot,
} from '#contracts/catalog/movie.js';
import type { PlaceInSeries } from '#contracts/recommender/recommendation.js';
import type { ListedCard } from '#lists/movie.cards.js';
import type { RowCatalogue } from '#ranking/ranking/recommendation.js';
import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import { MovieCertifications } from './movie.certifications.js';
import { MovieStore } from './movie.store.js';
import type { MovieRatingStats } from './movie.rating-stats.js';

/** Read again each time: a batch may have been read while it was written, and the replicas' clocks differ. */
const OVERLAP_MS = 60_000;

/** How many years a film is new. */
const RECENT_YEARS = 3;

/** The movies in memory, by id: for lists, how they are composed, rows, and filters. */
@Injectable()
export class MovieCatalogue implements RowCatalogue {
  private readonly movies = new Map<string, MovieSnapshot>();
  private readonly cards = new Map<string, MovieCard>();
  private readonly certifications = new MovieCertifications();
  /** Where movies are shown: what many have in common once. */
  private readonly streaming = new Map<string, MovieSnapshot['streaming']>();
  private ratingStatsById = new Map<string, RatingStats>();
  private newest?: Date;
  /** Made when it is asked for; movies by series, the first part first, one of which the year is not known last. */
  private series?: Map<string, string[]>;
  /** Made when it is asked for. */
  private directed?: Map<string, string[]>;
  private latest?: string[];

  constructor(
    private readonly store: MovieStore,
    private readonly environment: Environment,
  ) {}

  get size(): number {
    return this.movies.size;
  }

  /**
   * Reads what this and other replicas stored since the last time, and forgets what others removed.
   *
   * @returns when each new or changed movie was stored
   */
  async catchUp(): Promise<Date[]> {
    const changed: Date[] = [];
    const since = this.newest && new Date(this.newest.getTime() - OVERLAP_MS);
    for await (const { movie, changedAt } of this.store.changedSince(since)) {
      if (this.put([movie]) > 0) changed.push(changedAt);
      if (!this.newest || changedAt > this.newest) this.newest = changedAt;
    }
    await this.forgetRemoved();
    return changed;
  }

  /** A movie is stored before it is taken, so when more are here than there, some were removed by another replica. */
  private async forgetRemoved(): Promise<void> {
    const here = this.ids();
    if (here.length <= (await this.store.count())) return;
    const stored = await this.store.ids();
    this.remove(here.filter((id) => !stored.has(id)));
  }

  /** Takes movies unless they are known at the same or a later revision. @returns how many it took */
  put(movies: readonly MovieSnapshot[]): number {
    let taken = 0;
    for (const movie of movies) {
      if ((this.movies.get(movie.id)?.revision ?? -Infinity) >= movie.revision) continue;
      this.movies.set(movie.id, this.compact(movie));
      this.cards.delete(movie.id);
      this.forgetGroups();
      taken++;
    }
    return taken;
  }

  /** Takes apart what each movie would hold a copy of. */
  private compact({ certifications, streaming, ...movie }: MovieSnapshot): MovieSnapshot {
    this.certifications.set(movie.id, certifications);
    if (!streaming) return movie;
    const key = JSON.stringify(streaming);
    if (!this.streaming.has(key)) this.streaming.set(key, streaming);
    return { ...movie, streaming: this.streaming.get(key) };
  }

  /** @returns how many were here */
  remove(movieIds: readonly string[]): number {
    for (const id of movieIds) {
      this.cards.delete(id);
      this.certifications.delete(id);
    }
    this.forgetGroups();
    return movieIds.filter((id) => this.movies.delete(id)).length;
  }

  rate({ ids, counts, means }: MovieRatingStats): void {
    this.ratingStatsById = new Map(ids.map((id, i) => [id, { count: counts[i], mean: means[i] }]));
    this.cards.clear();
  }

  ids(): string[] {
    return [...this.movies.keys()];
  }

  /** Without its certifications: see `passing`. */
  get(id: string): MovieSnapshot | undefined {
    return this.movies.get(id);
  }

  seriesOf(id: string): string | undefined {
    return this.movies.get(id)?.collection;
  }

  /** In the order in which they came out; a part of which that is not known is no part. */
  partsOf(series: string): readonly string[] {
    return this.allPartsOf(series).filter((id) => this.movies.get(id)?.year);
  }

  /** Some movies, known or not, and all that are in a series with one of them. */
  withTheirSeries(movieIds: readonly string[]): string[] {
    const series = new Set(movieIds.flatMap((id) => this.seriesOf(id) ?? []));
    return [...new Set([...movieIds, ...[...series].flatMap((name) => this.allPartsOf(name))])];
  }

  /** As on the movie's page; nothing when no other movie of the series is here. */
  private placeInSeries(id: string): PlaceInSeries | undefined {
    const name = this.seriesOf(id);
    const parts = name === undefined ? [] : this.allPartsOf(name);
    if (name === undefined || parts.length < 2) return undefined;
    return { name, part: parts.indexOf(id) + 1, of: parts.length };
  }

  private allPartsOf(series: string): readonly string[] {
    this.series ??= this.inSeries();
    return this.series.get(series) ?? [];
  }

  directorsOf(id: string): readonly string[] {
    return this.movies.get(id)?.directors ?? [];
  }

  about(id: string): MovieSnapshot | undefined {
    return this.movies.get(id);
  }

  directedBy(name: string): readonly string[] {
    this.directed ??= this.byDirector();
    return this.directed.get(name) ?? [];
  }

  /** Of this year and the two before it. */
  recent(): readonly string[] {
    const from = new Date().getFullYear() - RECENT_YEARS + 1;
    this.latest ??= [...this.movies.values()].flatMap(({ id, year = 0 }) => (year >= from ? id : []));
    return this.latest;
  }

  private forgetGroups(): void {
    this.series = undefined;
    this.directed = undefined;
    this.latest = undefined;
  }

  private byDirector(): Map<string, string[]> {
    const directed = new Map<string, string[]>();
    for (const { id, directors } of this.movies.values())
      for (const name of directors) directed.set(name, [...(directed.get(name) ?? []), id]);
    return directed;
  }

  private inSeries(): Map<string, string[]> {
    const parts = [...this.movies.values()].filter(({ collection }) => collection);
    parts.sort((a, b) => (a.year ?? Infinity) - (b.year ?? Infinity) || (a.id < b.id ? -1 : 1));
    const series = new Map<string, string[]>();
    for (const { id, collection } of parts) series.set(collection!, [...(series.get(collection!) ?? []), id]);
    return series;
  }

  ratingStats(id: string): RatingStats | undefined {
    return this.ratingStatsById.get(id);
  }

  /** Whether movies that are here satisfy a filter. */
  passing({ certificationMax = [], ...filter }: MovieFilter): (id: string) => boolean {
    const isWithin = certificationMax.length > 0 ? this.certifications.within(certificationMax) : () => true;
    return (id) => {
      const movie = this.movies.get(id);
      return movie !== undefined && isWithin(id) && matchesFilter(movie, filter);
    };
  }

  /** @throws when the movie is not here */
  card(id: string): MovieCard {
    let card = this.cards.get(id);
    if (!card) {
      const movie = this.movies.get(id);
      if (!movie) throw new Error(`film ${id} is not in the catalogue`);
      // The snapshot's address is that of when it was published.
      const posterUrl = posterAddress(movie.posterUrl, this.environment.POSTERS);
      this.cards.set(id, (card = movieCard({ ...movie, posterUrl }, this.ratingStatsById.get(id))));
    }
    return card;
  }

  /** The card as lists show it. @throws when the movie is not here */
  listedCard(id: string): ListedCard {
    const series = this.placeInSeries(id);
    return { ...this.card(id), ...(series && { series }) };
  }
}
