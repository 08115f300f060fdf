import { applyDecorators } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import {
  IsIn,
  IsInt,
  IsISO8601,
  IsMongoId,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from './documented.js';
import { MAX_PAGE } from './limits.js';

/** The grid of stars: 1 to 5 in halves. */
export const STARS: readonly number[] = [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5];

/** TMDB's number, or `ml-` and MovieLens's number for a movie TMDB does not have. */
export const MOVIE_ID = /^(ml-)?[1-9]\d{0,9}$/;

/** An ISO 3166-1 code. */
export const REGION = /^[A-Z]{2}$/;
/** A language that titles and plots may be in, and maybe its script and country: "de", "pt-br", "zh-hant-tw" (RFC 5646). */
export const LANGUAGE_TAG = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/;
/** More languages than that nobody reads. */
export const MAX_LANGUAGES = 5;
/** How many services somebody may have, and ask about at once. */
export const MAX_SERVICES = 50;

export {
  MAX_OWNED_FILMS,
  MAX_PAGE,
  MAX_RATINGS_PER_IMPORT,
  MAX_RATINGS_PER_SAVE,
  MAX_REWATCHES,
  MAX_TITLE_LENGTH,
  RATINGS_PER_CHUNK,
} from './limits.js';

export const IsMovieId = () =>
  applyDecorators(
    Matches(MOVIE_ID, { message: '$property must be a film id such as "603"' }),
    ApiProperty({ example: '603', pattern: MOVIE_ID.source }),
  );

const IMPORT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const IsImportId = () =>
  applyDecorators(
    Matches(IMPORT_ID, { message: '$property must be the id of an import' }),
    ApiProperty({ pattern: IMPORT_ID.source, example: '5f0e7c2e-7d0b-4b1e-9a3c-2f6d1c9b8a70' }),
  );

export const IsUserId = () =>
  applyDecorators(IsMongoId(), ApiProperty({ example: '66f2c3a17d3e2b0012ab34cd' }));

export const IsStars = () =>
  applyDecorators(
    IsIn(STARS as number[], { message: '$property must be a number from 1 to 5 in steps of 0.5' }),
    ApiProperty({ type: Number, minimum: 1, maximum: 5, multipleOf: 0.5, example: 4.5 }),
  );

export const IsVersion = () =>
  applyDecorators(IsInt(), Min(0), ApiProperty({ type: 'integer', minimum: 0, example: 7 }));

export const IsTime = () =>
  applyDecorators(IsISO8601(), ApiProperty({ format: 'date-time', example: '2026-11-23T15:04:05.000Z' }));

/** Text with a length; also what keeps `{"$gt": ""}` out of a query. */
export const IsText = (maxLength: number, options: ApiPropertyOptions = {}) =>
  applyDecorators(
    IsString(),
    MaxLength(maxLength),
    ApiProperty({ maxLength, ...options } as ApiPropertyOptions),
  );

export const IsLimit = (fallback = 20) =>
  applyDecorators(
    IsOptional(),
    IsInt({ message: 'limit must be a whole number from 1 to 100' }),
    Min(1, { message: 'limit must be a whole number from 1 to 100' }),
    Max(MAX_PAGE, { message: 'limit must be a whole number from 1 to 100' }),
    ApiPropertyOptional({
      type: 'integer',
      minimum: 1,
      maximum: MAX_PAGE,
      default: fallback,
      example: fallback,
    }),
  );

export const IsYear = () =>
  applyDecorators(
    IsOptional(),
    IsInt({ message: '$property must be a year' }),
    Min(1870, { message: '$property must be a year from 1870 to 2100' }),
    Max(2100, { message: '$property must be a year from 1870 to 2100' }),
    ApiPropertyOptional({ type: 'integer', minimum: 1870, maximum: 2100, example: 1999 }),
  );

export const IsCursor = () =>
  applyDecorators(
    IsOptional(),
    Matches(/^[A-Za-z0-9_-]{1,512}$/, {
      message: 'cursor must be one that an earlier answer gave as nextCursor',
    }),
    ApiPropertyOptional({ description: 'nextCursor of the page before' }),
  );
