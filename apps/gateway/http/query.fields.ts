import { MovieFilter } from '#contracts/catalog/movie.js';
import { IsCertificationLimit } from '#contracts/protocol/certification.js';
import { ApiPropertyOptional } from '#contracts/protocol/documented.js';
import { IsLimit, IsYear, MAX_SERVICES, MOVIE_ID, REGION } from '#contracts/protocol/fields.js';
import { validationFailed } from '#contracts/protocol/validation.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

const asNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;

/** Query parameters are text: makes `limit=20` a number; `limit=many` stays text, for the validator to refuse. */
export const FromText = () => Transform(({ value }) => asNumber(value));

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

/** How well known films may be. */
export const IsKnown = (description: string) =>
  applyDecorators(
    FromText(),
    IsOptional(),
    IsNumber({}, { message: 'known must be a number from -1 to 1' }),
    Min(-1, { message: 'known must be a number from -1 to 1' }),
    Max(1, { message: 'known must be a number from -1 to 1' }),
    ApiPropertyOptional({ minimum: -1, maximum: 1, description }),
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

/** Which films somebody may watch: wherever films are suggested. */
export class WatchableQuery extends LimitQuery {
  @IsCertificationLimit(
    'films certified in that country, and not beyond: those without its certification are left out',
  )
  certificationMax?: string;

  @Transform(({ value }) => (value === undefined ? undefined : [value as unknown].flat().map(asNumber)))
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SERVICES)
  @IsInt({ each: true, message: 'provider must be the number of a service' })
  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'integer' },
    maxItems: MAX_SERVICES,
    description: 'shown by any of these services in `region`, without paying for the film itself; may repeat',
  })
  provider?: number[];

  @IsOptional()
  @Matches(REGION, { message: 'region must be two capital letters, as in "DE"' })
  @ApiPropertyOptional({
    pattern: REGION.source,
    description: 'ISO 3166-1; mine when left out',
    example: 'DE',
  })
  region?: string;
}

export class FilterQuery extends WatchableQuery {
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

/** Which films somebody may be shown, of those that they ask for. */
export function limitedTo({ certificationMax }: Viewing, filter: MovieFilter = {}): MovieFilter {
  if (certificationMax === undefined) return filter;
  return { ...filter, certificationMax: [...(filter.certificationMax ?? []), certificationMax] };
}

/**
 * Films that may be watched as is asked for, of those that somebody may be shown.
 *
 * @throws AppError `validation_failed` for services without a region
 */
export function watchableBy(
  viewing: Viewing,
  { certificationMax, provider, region = viewing.region }: WatchableQuery,
): MovieFilter {
  if (provider?.length && region === undefined)
    throw validationFailed([{ path: 'region', message: 'region is needed to know what a provider shows' }]);
  return limitedTo(viewing, {
    ...(certificationMax !== undefined && { certificationMax: [certificationMax] }),
    ...(provider?.length && { on: { region: region!, services: provider } }),
  });
}

/** The same with all that films can be filtered by. @throws as `watchableBy` */
export function filterOf(query: FilterQuery, viewing: Viewing): MovieFilter {
  const { genre, notGenre, genreMode, yearFrom, yearTo, language, runtimeMin, runtimeMax } = query;
  const filter = { genre, notGenre, genreMode, yearFrom, yearTo, language, runtimeMin, runtimeMax };
  return { ...filter, ...watchableBy(viewing, query) };
}
