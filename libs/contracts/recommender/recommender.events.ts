import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { EventName } from '../protocol/event.js';
import { IsMovieId, IsTime, IsUserId, IsVersion, MAX_TITLE_LENGTH } from '../protocol/fields.js';

/** A newly trained model serves from now on. */
@EventName('recommender.model-published.v1')
export class ModelPublished {
  @IsString() @MaxLength(64) modelId!: string;
  @IsTime() trainedAt!: string;
  @IsInt() @Min(0) users!: number;
  @IsInt() @Min(0) movies!: number;
  @IsInt() @Min(0) ratings!: number;
}

/** A movie of a list that has just come out, or soon will: see `isNewRelease`. */
export class NewOnList {
  @IsMovieId() movieId!: string;
  @IsString() @MaxLength(MAX_TITLE_LENGTH) title!: string;
  @IsOptional() @IsInt() year?: number;
  @IsOptional() @IsString() @MaxLength(10) releaseDate?: string;
}

export const MAX_NEW_ON_LIST = 20;

/** A user's list in Redis was replaced by a newer one. */
@EventName('recommender.list-refreshed.v1')
export class ListRefreshed {
  @IsUserId() userId!: string;
  @IsVersion() ratingsVersion!: number;
  @IsTime() generatedAt!: string;
  @IsString() @MaxLength(64) modelId!: string;
  /** The best of its movies that are new in cinemas; left out where there are none. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_NEW_ON_LIST)
  @ValidateNested({ each: true })
  @Type(() => NewOnList)
  newMovies?: NewOnList[];
}
