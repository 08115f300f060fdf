import type { MovieRecord } from '#datasets/records/movie.record.js';
import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import { TmdbClient, TmdbError } from './tmdb.client.js';
import { MOVIE_PARTS, movieOf } from './tmdb.movie.js';
import { type Json, listIn, numberIn } from './tmdb.values.js';

/** TMDB gives no page beyond. */
const LAST_PAGE = 500;
/** A day changes some thousands of films, a hundred to a page. */
const LAST_CHANGES_PAGE = 1000;
const NEW_PAGES = 5;
const FIRST_YEAR = 1870;
const DAY_MS = 24 * 3600 * 1000;
/** What one call of `/movie/changes` spans at most. */
const CHANGES_DAYS = 14;

/** A film that TMDB lists, and by how many people it was voted on. */
export interface ListedFilm {
  id: string;
  votes: number;
}

/** The films of TMDB: which there are, and what each of them is. */
@Injectable()
export class TmdbFilms {
  private readonly wanted;

  constructor(
    private readonly client: TmdbClient,
    { CATALOG_LANGUAGES: languages, WATCH_REGIONS: regions }: Environment,
  ) {
    this.wanted = { languages, regions };
  }

  /**
   * @returns nothing when TMDB does not have it, or not for everybody
   * @throws TmdbError
   */
  async film(id: string): Promise<MovieRecord | undefined> {
    const json = await this.client.get(`/movie/${id}`, { append_to_response: MOVIE_PARTS });
    if (json && json.id !== Number(id)) throw new TmdbError(`/movie/${id}: an answer about another film`);
    return json && movieOf(id, json, this.wanted);
  }

  /**
   * All films that so many people voted on, year by year and the latest first. A year with more films than TMDB gives pages
   * is asked for in parts. TMDB knows no year of some films; those it does not list.
   *
   * @param onProgress  called with the part that is done, 0 to 1
   */
  async *votedOn(minVotes: number, onProgress: (done: number) => void): AsyncGenerator<ListedFilm[]> {
    const thisYear = new Date().getUTCFullYear();
    // What came first is little enough to be asked for at once.
    const years = Array.from({ length: thisYear + 2 - 1930 }, (_, back) => thisYear + 1 - back);
    for (const [done, year] of years.entries()) {
      yield* this.releasedIn(date(year, 0, 1), date(year, 11, 31), minVotes);
      onProgress((done + 1) / (years.length + 1));
    }
    yield* this.releasedIn(date(FIRST_YEAR, 0, 1), date(1929, 11, 31), minVotes);
    onProgress(1);
  }

  /** Films in theatres now, and those of the last weeks that enough people voted on. */
  async *recent(minVotes: number, days: number): AsyncGenerator<ListedFilm[]> {
    yield* this.pages('/movie/now_playing', {}, NEW_PAGES);
    yield* this.releasedIn(new Date(Date.now() - days * DAY_MS), new Date(), minVotes);
  }

  /** Films of which something changed from one day to another, both included. */
  async *changedBetween(from: Date, to: Date): AsyncGenerator<string[]> {
    for (let start = from.getTime(); start <= to.getTime(); start += CHANGES_DAYS * DAY_MS) {
      const end = Math.min(to.getTime(), start + (CHANGES_DAYS - 1) * DAY_MS);
      const days = { start_date: day(new Date(start)), end_date: day(new Date(end)) };
      for await (const films of this.pages('/movie/changes', days, LAST_CHANGES_PAGE))
        yield films.map(({ id }) => id);
    }
  }

  private async *releasedIn(from: Date, to: Date, minVotes: number): AsyncGenerator<ListedFilm[]> {
    const query = {
      'primary_release_date.gte': day(from),
      'primary_release_date.lte': day(to),
      'vote_count.gte': minVotes,
      sort_by: 'vote_count.desc',
      include_adult: 'false',
    };
    const first = await this.page('/discover/movie', query, 1);
    if (pagesIn(first) > LAST_PAGE && to.getTime() - from.getTime() >= DAY_MS) {
      const middle = new Date((from.getTime() + to.getTime()) / 2);
      yield* this.releasedIn(new Date(middle.getTime() + DAY_MS), to, minVotes);
      yield* this.releasedIn(from, middle, minVotes);
      return;
    }
    yield* this.pages('/discover/movie', query, LAST_PAGE, first);
  }

  private async *pages(
    path: string,
    query: Record<string, string | number>,
    last: number,
    known?: Json,
  ): AsyncGenerator<ListedFilm[]> {
    const first = known ?? (await this.page(path, query, 1));
    yield filmsIn(first);
    const end = Math.min(last, pagesIn(first));
    for (let page = 2; page <= end; page += 1) yield filmsIn(await this.page(path, query, page));
  }

  /** @throws TmdbError also when there is no such list */
  private async page(path: string, query: Record<string, string | number>, page: number): Promise<Json> {
    const json = await this.client.get(path, { ...query, page });
    if (!json || !Array.isArray(json.results)) throw new TmdbError(`${path}: an answer without results`);
    return json;
  }
}

function pagesIn(json: Json): number {
  return numberIn(json, 'total_pages') ?? 1;
}

function filmsIn(json: Json): ListedFilm[] {
  return listIn(json, 'results')
    .filter(({ id, adult }) => Number.isSafeInteger(id) && (id as number) > 0 && adult !== true)
    .map((film) => ({ id: String(film.id as number), votes: numberIn(film, 'vote_count') ?? 0 }));
}

function date(year: number, month: number, dayOfMonth: number): Date {
  return new Date(Date.UTC(year, month, dayOfMonth));
}

/** As TMDB writes a day: "2026-11-27". */
export function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
