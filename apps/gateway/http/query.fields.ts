import { MovieFilter } from '#contracts/catalog/movie.js';
import { IsLimit, IsYear, MOVIE_ID } from '#contracts/protocol/fields.js';
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

/** Query parameters are text: makes `limit=20` a number; `limit=many` stays text, for the validator to refuse. */
export const FromText = () =>
  Transform(({ value }) =>
    typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
  );

/** Accepts both `genre=Drama` and `genre=Drama&genre=War`. */
export const OneOrMore = () =>
  Transform(({ value }) => (value === undefined || Array.isArray(value) ? value : [value]));

const IsGenres = (description: string) =>
  applyDecorators(
    OneOrMore(),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    IsString({ each: true }),
    MinLength(1, { each: true, message: '$property must name a genre' }),
    MaxLength(50, { each: true }),
    ApiPropertyOptional({ type: [String], description }),
  );

/** Ids of films that are not wanted. */
export const OtherThan = (most: number, description: string) =>
  applyDecorators(
    OneOrMore(),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(most),
    Matches(MOVIE_ID, { each: true, message: '$property must be a film id such as "603"' }),
    ApiPropertyOptional({ type: [String], maxItems: most, description: `${description}; may repeat` }),
  );

const MAX_MINUTES = 1000;

/** A length in minutes. */
export const IsRuntime = () =>
  applyDecorators(
    IsOptional(),
    IsInt({ message: '$property must be whole minutes' }),
    Min(1, { message: `$property must be minutes from 1 to ${MAX_MINUTES}` }),
    Max(MAX_MINUTES, { message: `$property must be minutes from 1 to ${MAX_MINUTES}` }),
    ApiPropertyOptional({
      type: 'integer',
      minimum: 1,
      maximum: MAX_MINUTES,
      example: 110,
      description: 'minutes; films of unknown length pass no such bound',
    }),
  );

export class LimitQuery {
  @FromText() @IsLimit() limit?: number;
}

export class FilterQuery extends LimitQuery {
  @IsGenres('films of these genres; may repeat') genre?: string[];
  @IsGenres('no films of these genres; may repeat') notGenre?: string[];

  @IsOptional()
  @IsIn(['all', 'any'])
  @ApiPropertyOptional({
    enum: ['all', 'any'],
    default: 'all',
    description: 'whether a film needs all of `genre` or any of them',
  })
  genreMode?: 'all' | 'any';

  @FromText() @IsYear() yearFrom?: number;
  @FromText() @IsYear() yearTo?: number;

  @IsOptional()
  @Matches(/^[a-z]{2}$/, { message: 'language must be two small letters, as in "fr"' })
  @ApiPropertyOptional({ description: 'ISO 639-1', example: 'fr' })
  language?: string;

  @FromText() @IsRuntime() runtimeMin?: number;
  @FromText() @IsRuntime() runtimeMax?: number;
}

export function filterOf({
  genre,
  notGenre,
  genreMode,
  yearFrom,
  yearTo,
  language,
  runtimeMin,
  runtimeMax,
}: FilterQuery): MovieFilter {
  return { genre, notGenre, genreMode, yearFrom, yearTo, language, runtimeMin, runtimeMax };
}
