import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsLimit, IsMovieId, IsUserId, MAX_PAGE, MOVIE_ID } from '../protocol/fields.js';
import { Limited } from '../protocol/certification.js';
import { MovieFilter, type MovieCard } from '../catalog/movie.js';
import { LIST_SORTS, type ListSort } from './recommendation.js';
import type { MovieMatch, RankedList, RankedSimilarMovie, WeighedMovie } from './recommendation.js';
import type { RankedRows } from './row.js';
import type { TasteFacts } from './taste.js';
import { rpc } from '../protocol/rpc.js';

export class Recommend {
  @IsUserId() userId!: string;
  @IsLimit() limit?: number;
  /** How many movies of the list are before those asked for. From LIST_LENGTH on there are none. */
  @IsOptional() @IsInt() @Min(0) offset?: number;
  @IsOptional() @ValidateNested() @Type(() => MovieFilter) filter?: MovieFilter;
  /** 0 = by score alone, 1 = as varied as can be. */
  @IsOptional() @IsNumber() @Min(0) @Max(1) diversity?: number;
  /** −1 = what few know, 0 = as it comes, 1 = what everybody knows. */
  @IsOptional() @IsNumber() @Min(-1) @Max(1) known?: number;
  @IsOptional() @IsBoolean() includeWatchlist?: boolean;
  /** Only what they have at home. */
  @IsOptional() @IsBoolean() owned?: boolean;
  @IsOptional() @IsIn(LIST_SORTS) sort?: ListSort;
}

export interface RankedPage extends RankedList {
  /** Whether movies follow this page. */
  more: boolean;
}

export class RecommendRows {
  @IsUserId() userId!: string;
  /** For a page of such movies only. */
  @IsOptional() @ValidateNested() @Type(() => MovieFilter) filter?: MovieFilter;
}

export class RefreshList {
  @IsUserId() userId!: string;
}

export class SimilarTo extends Limited {
  @IsMovieId() movieId!: string;
  @IsLimit() limit?: number;
}

export class MatchMovies {
  @IsUserId() userId!: string;
  @IsArray() @ArrayMaxSize(MAX_PAGE) @Matches(MOVIE_ID, { each: true }) movieIds!: string[];
}

/** Where a few movies for now may come from. */
export const CANDIDATE_SOURCES = ['list', 'watchlist', 'any'] as const;
export type CandidateSource = (typeof CANDIDATE_SOURCES)[number];
const MAX_CANDIDATES = 500;

export class FindChoices {
  @IsUserId() userId!: string;
  @IsIn(CANDIDATE_SOURCES) from!: CandidateSource;
  /** Minutes. */
  @IsOptional() @IsInt() @Min(1) runtimeMax?: number;
  /** −1 = what few know, 0 = as it comes, 1 = what everybody knows. */
  @IsOptional() @IsNumber() @Min(-1) @Max(1) known?: number;
  @IsOptional() @ValidateNested() @Type(() => MovieFilter) filter?: MovieFilter;
  /** With `any`: only these. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_CANDIDATES)
  @Matches(MOVIE_ID, { each: true })
  movieIds?: string[];
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_CANDIDATES)
  @Matches(MOVIE_ID, { each: true })
  leftOut?: string[];
  @IsInt() @Min(1) @Max(MAX_CANDIDATES) limit!: number;
}

export class WeighMovie {
  @IsUserId() userId!: string;
  @IsMovieId() movieId!: string;
}

export class TasteOf {
  @IsUserId() userId!: string;
}

/** How many movies one request may leave out. */
export const MAX_LEFT_OUT = 500;

export class Onboard extends Limited {
  @IsUserId() userId!: string;
  @IsLimit() limit?: number;
  /** Movies that must not be among them, besides those that the recommender itself knows as rated or dismissed. */
  @IsOptional() @IsArray() @ArrayMaxSize(MAX_LEFT_OUT) @Matches(MOVIE_ID, { each: true }) leftOut?: string[];
}

/** What a training is at: reading what there is, fitting the models, storing the result. */
export type TrainingStep = 'reading' | 'fitting' | 'storing';

export interface TrainingProgress {
  step: TrainingStep;
  /** While models are fitted: the one at work, and the share of all that is done, 0 to 1. */
  fitting?: { model: string; done: number };
}

/** Where training and serving stand, whichever replica is asked. Times as in ISO 8601. */
export interface TrainingStatus {
  running?: TrainingProgress & { since: string };
  /** `since`: when this model was put to work, be it new or an older one again. */
  serving?: { modelId: string; since: string };
  /** The last failure, unless a training succeeded since. */
  failed?: { at: string; message: string };
}

/** What models trained elsewhere are called while they wait to be taken. */
const UPLOAD_ID = /^o-[\da-f-]{36}$/;

export class TrainModel {
  /** Models trained elsewhere that are taken instead of trained; missing: all are trained here. */
  @IsOptional() @Matches(UPLOAD_ID) upload?: string;
}
export class AskTraining {}
export class RollBackModel {}

export class ShownTo {
  @IsUserId() userId!: string;
}

/** A movie that lists have shown to somebody. */
export interface ShownMovie {
  movieId: string;
  /** As they count still: what was shown long ago fades. */
  times: number;
  lastAt: string;
}

/** What lists have shown to somebody, the latest first. */
export const listShown = rpc('recommender.list-shown', ShownTo).replies<ShownMovie[]>();
export const recommend = rpc('recommender.list', Recommend).replies<RankedPage>();
/** The rows of a user's page: the best of their list, and what it holds of different kinds. */
export const recommendRows = rpc('recommender.rows', RecommendRows).replies<RankedRows>();
/** Remakes a user's ready list when another model serves than the one it was made by; replies whether it did. */
export const refreshList = rpc('recommender.refresh-list', RefreshList).replies<boolean>();
/** How well some movies fit a user, the best first; without those that the user has rated, seen or dismissed. */
export const matchMovies = rpc('recommender.match-movies', MatchMovies).replies<MovieMatch[]>();
/** Movies to choose a few from, the best first: what a user has rated or dismissed is never among them. */
export const findChoices = rpc('recommender.find-choices', FindChoices).replies<RankedList>();
/**
 * What speaks for and against a movie, be it rated, listed or neither. Throws `movie_not_found`; `service_unavailable` for one
 * that the model does not know yet.
 */
export const weighMovie = rpc('recommender.weigh-movie', WeighMovie).replies<WeighedMovie>();
/** What a user's ratings say of them. */
export const describeTaste = rpc('recommender.describe-taste', TasteOf).replies<TasteFacts>();
/** Throws `movie_not_found`. */
export const similarMovies = rpc('recommender.similar-movies', SimilarTo).replies<RankedSimilarMovie[]>();
/** Movies whose ratings would tell most of a user, who has neither rated, seen nor dismissed them; well-known, varied ones to begin with. */
export const onboardingMovies = rpc('recommender.onboarding', Onboard).replies<MovieCard[]>();
/** Asks for a training as soon as may be, whatever has changed; replies with how things stood before. */
export const trainModel = rpc('recommender.train', TrainModel).replies<TrainingStatus>();
export const trainingStatus = rpc('recommender.training-status', AskTraining).replies<TrainingStatus>();
/** Serves the model before this one again; once more undoes it. Throws `validation_failed` when there is none. */
export const rollBackModel = rpc('recommender.roll-back-model', RollBackModel).replies<TrainingStatus>();
