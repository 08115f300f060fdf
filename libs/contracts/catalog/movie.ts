import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsArray, IsIn, IsInt, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { describedClass } from '../protocol/field.js';
import { movieFields } from './movie.fields.js';

/** What a list shows of a movie. */
export class MovieCard extends describedClass(movieFields('card')) {}

export class CastMember {
  @ApiProperty({ example: 'keanu-reeves' }) id!: string;
  @ApiProperty({ example: 'Keanu Reeves' }) name!: string;
}

/** One movie, whole. */
export class MovieDetails extends describedClass(movieFields('details')) {
  @ApiProperty({ type: [CastMember] }) directors!: CastMember[];
  @ApiProperty({ type: [CastMember] }) cast!: CastMember[];
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

/** Which movies: every given condition must hold. The same words filter browsing and recommendations. */
export class MovieFilter {
  @IsOptional() @IsArray() @IsString({ each: true }) @MaxLength(50, { each: true }) genre?: string[];
  @IsOptional() @IsArray() @IsString({ each: true }) @MaxLength(50, { each: true }) notGenre?: string[];
  @IsOptional() @IsIn(['all', 'any']) genreMode?: 'all' | 'any';
  @IsOptional() @IsInt() yearFrom?: number;
  @IsOptional() @IsInt() yearTo?: number;
  @IsOptional() @Matches(/^[a-z]{2}$/) language?: string;
}

/** Whether a movie satisfies a filter. Genre names compare without case. A movie without a year fails any year bound. */
export function matchesFilter(
  movie: Pick<MovieCard, 'genres' | 'year' | 'language'>,
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
  if (filter.yearFrom !== undefined && !(movie.year !== undefined && movie.year >= filter.yearFrom))
    return false;
  if (filter.yearTo !== undefined && !(movie.year !== undefined && movie.year <= filter.yearTo)) return false;
  if (filter.language !== undefined && movie.language !== filter.language) return false;
  return true;
}

export function isEmptyFilter(filter: MovieFilter): boolean {
  return (
    !filter.genre?.length &&
    !filter.notGenre?.length &&
    filter.yearFrom === undefined &&
    filter.yearTo === undefined &&
    filter.language === undefined
  );
}
