import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { describedClass } from '../protocol/field.js';
import { areWithin, Limited } from '../protocol/certification.js';
import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';
import { MAX_SERVICES, REGION } from '../protocol/fields.js';
import { movieFields } from './movie.fields.js';

/** What a list shows of a movie. */
export class MovieCard extends describedClass(movieFields('card')) {
  /** Between services only: what the gateway answers has one of them as `title`. */
  declare titles?: Record<string, string>;
}

export class CastMember {
  @ApiProperty({ example: 'keanu-reeves' }) id!: string;
  @ApiProperty({ example: 'Keanu Reeves' }) name!: string;
}

/** A series of movies, in the order in which they came out. */
export class MovieSeries {
  @ApiProperty({ example: 'The Matrix Collection' }) name!: string;
  @ApiProperty({ type: [MovieCard], description: 'this film among them' }) parts!: MovieCard[];
}

/** One movie, whole. */
export class MovieDetails extends describedClass(movieFields('details')) {
  @ApiProperty({ type: [CastMember] }) directors!: CastMember[];
  @ApiProperty({ type: [CastMember] }) cast!: CastMember[];
  @ApiPropertyOptional({ type: MovieSeries, description: 'when there are other films of its series here' })
  series?: MovieSeries;
  /** As on a card. */
  declare titles?: Record<string, string>;
}

/**
 * A movie as other services need it to recommend: what it is, without its prose.
 * `revision` grows whenever anything in it changes; a reader keeps the highest it has seen.
 */
export class MovieSnapshot extends describedClass(movieFields('snapshot')) {
  @IsInt() revision!: number;
}

export const MOVIE_SORTS = ['popularity', 'rating', 'year', 'title'] as const;
export type MovieSort = (typeof MOVIE_SORTS)[number];

export class GenreCount {
  @ApiProperty({ example: 'Science Fiction' }) name!: string;
  @ApiProperty({ type: 'integer', example: 792 }) count!: number;
}

export class FoundMovie extends MovieCard {
  @ApiProperty({
    minimum: 0,
    maximum: 1,
    example: 0.83,
    description: 'higher is closer to the words searched for',
  })
  score!: number;
  @ApiPropertyOptional({ enum: ['title', 'plot'], description: 'what the words matched' }) match?:
    'title' | 'plot';
}

/** Services that show movies, by TMDB's numbers, in one country. */
export class ServiceFilter {
  /** ISO 3166-1. */
  @Matches(REGION) region!: string;
  @IsArray() @ArrayMaxSize(MAX_SERVICES) @IsInt({ each: true }) services!: number[];
}

/** Which movies: every given condition must hold. The same words filter browsing and recommendations. */
export class MovieFilter extends Limited {
  @IsOptional() @IsArray() @IsString({ each: true }) @MaxLength(50, { each: true }) genre?: string[];
  @IsOptional() @IsArray() @IsString({ each: true }) @MaxLength(50, { each: true }) notGenre?: string[];
  @IsOptional() @IsIn(['all', 'any']) genreMode?: 'all' | 'any';
  @IsOptional() @IsInt() yearFrom?: number;
  @IsOptional() @IsInt() yearTo?: number;
  @IsOptional() @Matches(/^[a-z]{2}$/) language?: string;
  /** Minutes. */
  @IsOptional() @IsInt() runtimeMin?: number;
  @IsOptional() @IsInt() runtimeMax?: number;
  /** Shown there by any of these services, without paying for the film itself. */
  @IsOptional() @ValidateNested() @Type(() => ServiceFilter) on?: ServiceFilter;
}

/** Whether a movie satisfies a filter. Genre names compare without case. One without a year, or a length, fails any bound of it. */
export function matchesFilter(
  movie: Pick<MovieSnapshot, 'genres' | 'year' | 'language' | 'runtime' | 'streaming' | 'certifications'>,
  filter: MovieFilter,
): boolean {
  const genres = new Set(movie.genres.map((genre) => genre.toLowerCase()));
  const has = (genre: string) => genres.has(genre.toLowerCase());
  if (
    filter.genre?.length &&
    !(filter.genreMode === 'any' ? filter.genre.some(has) : filter.genre.every(has))
  )
    return false;
  if (filter.notGenre?.some(has)) return false;
  if (!isWithin(movie.year, filter.yearFrom, filter.yearTo)) return false;
  if (!isWithin(movie.runtime, filter.runtimeMin, filter.runtimeMax)) return false;
  if (filter.on && !isShownOn(movie.streaming, filter.on)) return false;
  if (filter.certificationMax && !areWithin(movie.certifications, filter.certificationMax)) return false;
  return filter.language === undefined || movie.language === filter.language;
}

function isShownOn(streaming: MovieSnapshot['streaming'], { region, services }: ServiceFilter): boolean {
  return streaming?.[region]?.some((service) => services.includes(service)) ?? false;
}

function isWithin(value: number | undefined, low: number | undefined, high: number | undefined): boolean {
  if (low === undefined && high === undefined) return true;
  return value !== undefined && value >= (low ?? -Infinity) && value <= (high ?? Infinity);
}

export function isEmptyFilter(filter: MovieFilter): boolean {
  return (
    !filter.genre?.length &&
    !filter.notGenre?.length &&
    filter.yearFrom === undefined &&
    filter.yearTo === undefined &&
    filter.language === undefined &&
    filter.runtimeMin === undefined &&
    filter.runtimeMax === undefined &&
    !filter.certificationMax?.length &&
    filter.on === undefined
  );
}
