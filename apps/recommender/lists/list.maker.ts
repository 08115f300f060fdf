import { isEmptyFilter, type MovieCard, type MovieFilter } from '#contracts/catalog/movie.js';
import {
  LIST_LENGTH,
  type ListHead,
  type MissingPart,
  type RankedList,
  type RankedMovie,
  type RankedSimilarMovie,
} from '#contracts/recommender/recommendation.js';
import type { Onboard } from '#contracts/recommender/recommender.rpc.js';
import { MAX_NEW_ON_LIST, type NewOnList } from '#contracts/recommender/recommender.events.js';
import { isNewRelease } from '#contracts/catalog/new.release.js';
import type { ComposedList, RankedRow } from '#contracts/recommender/row.js';
import type { ListWish } from '#lists/list.wish.js';
import type {
  RankedItem,
  RankedRow as RankedItemsRow,
  SeenItem,
  UserRating,
} from '#ranking/ranking/recommendation.js';
import { Injectable } from '@nestjs/common';
import { AppError } from '#contracts/protocol/app.error.js';
import { MovieCatalogue } from '../profiles/movie.catalogue.js';
import { likedCastAndCrewInSteps } from './liked-cast-and-crew.js';
import { CurrentModel, type Model } from '../model/current.model.js';
import { codeReasons, codeSimilarity } from './reason.codes.js';
import { codeRow } from './row.codes.js';
import { roundScore, roundStars } from './score.rounding.js';
import { chunksOf } from '#platform/process/chunks.js';
import { inSlices } from '#platform/process/slices.js';
import {
  emptyProfile,
  isPersonal,
  listedMovies,
  ratedMovies,
  ownedMovies,
  seenMovies,
  shownMovies,
  type UserProfile,
} from '../profiles/user.profile.js';

/** Similar movies among which those are that somebody in family mode may be shown. */
const MAX_LOOKED_THROUGH = 200;
/** Movies of a beginning: the longest page, and some to take the places of those that were rated or dismissed since. */
const BEGUN_LENGTH = 120;
/** Movies whose reasons are put into codes at once. */
const CODED_AT_ONCE = 50;
/** How far down a list its new movies are of its person's world. */
const LOOKED_AT_FOR_NEW = 200;

export interface ListRequest extends ListWish {
  /** How many movies, at least 1. */
  limit: number;
  /** Only these movies, where given. */
  among?: ReadonlySet<string>;
}

type ComposedRequest = ListRequest & { rows?: true };
type Coding = (ranked: RankedItem) => RankedMovie[];

/** A list with what its rows are coded from. */
interface Ranked extends Omit<BegunList, 'rest'> {
  rows: readonly RankedItemsRow[];
  coded: Coding;
}

/** A plain list whose beginning is there. */
export interface BegunList {
  list: RankedList;
  /** All of its movies, in their order. */
  movieIds: readonly string[];
  /**
   * Makes the whole list anew, with the same head and beginning; of what scored it nothing is held until then.
   *
   * @param isWanted  whether somebody waits for it; else it lets all others go first
   */
  rest: (isWanted?: boolean) => Promise<ComposedList>;
}

/** Makes lists from the model that serves, for anyone whose profile is given. Every method throws, or rejects with, `service_unavailable` without a model. */
@Injectable()
export class ListMaker {
  constructor(
    private readonly current: CurrentModel,
    private readonly catalogue: MovieCatalogue,
  ) {}

  /** Scores every movie for one user, and explains the best; in slices, so that the process can do other work meanwhile. */
  make(profile: UserProfile, request: ListRequest): Promise<RankedList> {
    return inSlices(this.steps(profile, request));
  }

  /**
   * A list, the plain one without a filter, with the rows of the page that begins with it: made of the same scores in the same
   * pass.
   */
  async makeComposed(profile: UserProfile, filter?: MovieFilter): Promise<ComposedList> {
    return inSlices(this.steps(profile, { limit: LIST_LENGTH, filter, rows: true }));
  }

  /** The beginning of the plain list at once: reasons are most of the work. */
  async begin(profile: UserProfile): Promise<BegunList> {
    const { list, movieIds } = await inSlices(this.ranked(profile, { limit: LIST_LENGTH }, BEGUN_LENGTH));
    const rest = (isWanted = false) =>
      inSlices(this.steps(profile, { limit: LIST_LENGTH, rows: true }), !isWanted);
    return { list, movieIds, rest };
  }

  private *steps(profile: UserProfile, request: ComposedRequest): Generator<void, ComposedList> {
    const { list, rows, coded } = yield* this.ranked(profile, request);
    if (request.sort === 'stars') list.items.sort((a, b) => b.predictedRating - a.predictedRating);
    if (!request.rows) return list;
    const isKnown = ratedMovies(profile).length > 0;
    const codedRows: RankedRow[] = [];
    for (const { theme, items } of rows) {
      codedRows.push({ ...codeRow(theme, isKnown), items: items.flatMap(coded) });
      yield;
    }
    return { ...list, rows: codedRows };
  }

  /** @param first  how many of the list's movies are explained, at most */
  private *ranked(profile: UserProfile, request: ComposedRequest, first?: number): Generator<void, Ranked> {
    const { limit, filter, diversity, known, includeWatchlist, owned, among, rows } = request;
    const model = this.current.get();
    const dismissed = listedMovies(profile.notInterested);
    const watchlist = [...listedMovies(profile.watchlist)].filter((id) => !dismissed.has(id));
    const excluded = includeWatchlist ? dismissed : [...dismissed, ...watchlist];
    const page = yield* model.ranker.pageInSteps(
      {
        userId: profile.userId,
        ratings: ratingsOf(profile),
        seen: seenOf(profile),
        shown: shownMovies(profile, profile.changedAt),
        exclude: excluded,
        limit,
        filter: this.passing(filter, owned ? ownedMovies(profile) : among),
        diversity,
        known,
        composition: this.catalogue,
        ...(rows && { rows: { catalogue: this.catalogue, watchlist, owned: ownedMovies(profile) } }),
      },
      first,
    );
    const coded = yield* this.coded(profile);
    const items: RankedMovie[] = [];
    for (const some of chunksOf(page.items, CODED_AT_ONCE)) {
      items.push(...some.flatMap(coded));
      yield;
    }
    const list = { ...head(profile, model), ...(page.world && { world: page.world }), items };
    return { list, movieIds: page.order, rows: page.rows, coded };
  }

  /** Those of the best of a list that are new in cinemas. */
  newOn(movieIds: readonly string[]): NewOnList[] {
    const movies = movieIds.slice(0, LOOKED_AT_FOR_NEW).flatMap((id) => this.catalogue.get(id) ?? []);
    return movies
      .filter((movie) => isNewRelease(movie))
      .slice(0, MAX_NEW_ON_LIST)
      .map(({ id, title, year, releaseDate }) => ({
        movieId: id,
        title,
        ...(year !== undefined && { year }),
        ...(releaseDate !== undefined && { releaseDate }),
      }));
  }

  /** Ranked items as the movies of somebody's list, with their reasons coded. */
  private *coded(profile: UserProfile): Generator<void, Coding> {
    const likedWith = yield* likedCastAndCrewInSteps(profile, (id) => this.catalogue.get(id));
    const isKnown = (id: string) => this.catalogue.get(id) !== undefined;
    return ({ item, match, predictedRating, reasons, ...scored }) => {
      const movie = this.catalogue.get(item);
      // Another replica may have stored it a moment ago; this one will know it soon.
      if (!movie) return [];
      const context = {
        movie,
        ratingStats: this.catalogue.ratingStats(item),
        isKnown,
        likedWith,
      };
      return [
        {
          movieId: item,
          ...roundScore(scored.score, scored.contributions),
          match: Math.round(100 * match),
          predictedRating: roundStars(predictedRating),
          reasons: codeReasons(reasons, context),
        },
      ];
    };
  }

  /** @throws AppError `movie_not_found` */
  similar(movieId: string, limit: number, certificationMax: readonly string[] = []): RankedSimilarMovie[] {
    const { ranker } = this.current.get();
    const base = this.catalogue.get(movieId);
    if (!base) throw new AppError('movie_not_found');
    // Of those that may be shown there have to be enough.
    const looked = certificationMax.length > 0 ? MAX_LOOKED_THROUGH : limit;
    const passes = this.catalogue.passing({ certificationMax: [...certificationMax] });
    return ranker
      .similar(movieId, looked)
      .filter(({ item }) => passes(item))
      .slice(0, limit)
      .map(({ item, score, reasons }) => ({
        movie: this.catalogue.card(item),
        score: Math.round(Math.min(1, Math.max(0, score)) * 10_000) / 10_000,
        reasons: codeSimilarity(reasons, base, {
          movie: this.catalogue.get(item)!,
          ratingStats: this.catalogue.ratingStats(item),
          isKnown: () => true,
          likedWith: () => undefined,
        }),
      }));
  }

  /**
   * Movies whose ratings would tell most of a user, of those they have neither rated, seen nor dismissed, without some others;
   * well-known, varied ones for somebody who has rated nothing.
   */
  onboarding(
    profile: UserProfile | undefined,
    { limit, leftOut = [], certificationMax = [] }: Omit<Onboard, 'userId'> & { limit: number },
  ): MovieCard[] {
    const { ranker } = this.current.get();
    const known = profile ?? emptyProfile('');
    const passes = this.catalogue.passing({ certificationMax });
    const exclude = [
      ...ratedMovies(known).map((rated) => rated.movieId),
      ...seenMovies(known).map((seen) => seen.movieId),
      ...listedMovies(known.notInterested),
      ...leftOut,
      ...(certificationMax.length > 0 ? this.catalogue.ids().filter((id) => !passes(id)) : []),
    ];
    return ranker
      .telling({ ratings: ratingsOf(known), userId: known.userId }, limit, exclude)
      .filter((id) => this.catalogue.get(id))
      .map((id) => this.catalogue.card(id));
  }

  private passing(filter?: MovieFilter, among?: ReadonlySet<string>): ((id: string) => boolean) | undefined {
    if (!filter || isEmptyFilter(filter)) return among && ((id) => among.has(id));
    const passes = this.catalogue.passing(filter);
    return (id) => (among?.has(id) ?? true) && passes(id);
  }
}

/** What somebody has rated, as the ranker takes it. */
export function ratingsOf(profile: UserProfile): UserRating[] {
  return ratedMovies(profile).map(({ movieId, rating, ratedAt }) => ({
    item: movieId,
    stars: rating,
    ratedAt: ratedAt.getTime() / 1000,
  }));
}

/** What somebody has seen without a rating, as the ranker takes it. */
export function seenOf(profile: UserProfile): SeenItem[] {
  return seenMovies(profile).map(({ movieId, seenAt }) => ({
    item: movieId,
    ...(seenAt && { seenAt: Date.parse(seenAt) / 1000 }),
  }));
}

/**
 * A list is dated by what it is made of, the profile or the model, whichever is the later: the same list made twice is
 * the same, and of two lists the one that knows more is the newer, in whatever order they reach Redis.
 */
function head(profile: UserProfile, model: Model): ListHead {
  return {
    status: isPersonal(profile) ? 'fresh' : 'pending',
    ...degraded(model),
    ratingsVersion: profile.lastSeenVersion,
    generatedAt: new Date(Math.max(profile.changedAt.getTime(), model.since.getTime())).toISOString(),
    modelId: model.id,
  };
}

function degraded({ withoutPlots, quick }: Model): Pick<ListHead, 'degraded'> {
  const missing: MissingPart[] = [
    ...(withoutPlots ? ['plots' as const] : []),
    ...(quick ? ['stars' as const] : []),
  ];
  return missing.length > 0 ? { degraded: missing } : {};
}
