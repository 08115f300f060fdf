import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsNumber, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { IsLimit, IsMovieId, IsUserId } from './fields.js';
import { MovieFilter, type MovieCard } from './movie.js';
import type { RecommendationList, SimilarMovie } from './recommendation.js';
import { rpc } from './rpc.js';

export class Recommend {
  @IsUserId() userId!: string;
  @IsLimit() limit?: number;
  /** How many films of the list the caller already has. */
  @IsOptional() @IsInt() @Min(0) offset?: number;
  @IsOptional() @ValidateNested() @Type(() => MovieFilter) filter?: MovieFilter;
  /** 0 = by score alone, 1 = as varied as can be. */
  @IsOptional() @IsNumber() @Min(0) @Max(1) diversity?: number;
  @IsOptional() @IsBoolean() includeWatchlist?: boolean;
}

export interface RecommendationPage extends RecommendationList {
  /** Whether films follow this page. */
  more: boolean;
}

export class SimilarTo {
  @IsMovieId() movieId!: string;
  @IsLimit() limit?: number;
}

export class Onboard {
  @IsUserId() userId!: string;
  @IsLimit() limit?: number;
}

export const recommend = rpc('recommender.recommend', Recommend).replies<RecommendationPage>();
/** Throws `movie_not_found`. */
export const similarMovies = rpc('recommender.similar', SimilarTo).replies<SimilarMovie[]>();
/** Well-known, varied films that the user has not rated. */
export const onboardingMovies = rpc('recommender.onboarding', Onboard).replies<MovieCard[]>();
