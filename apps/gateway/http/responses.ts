import { FoundMovie, MovieCard } from '#contracts/catalog/movie.js';
import { FoundPerson } from '#contracts/catalog/person.js';
import { ApiProperty, ApiPropertyOptional } from '#contracts/protocol/documented.js';
import {
  MovieMatch,
  RecommendationList,
  SimilarMovie,
  ToldWorld,
} from '#contracts/recommender/recommendation.js';
import { RowPage } from '#contracts/recommender/row.js';
import { UserProfile } from '#contracts/users/users.rpc.js';

/** Response bodies that are not contract classes, for the OpenAPI document. */

export class Renewed {
  @ApiProperty({ example: 'eyJhbGciOiJIUzI1NiJ9.…' }) accessToken!: string;
  @ApiProperty({ type: 'integer', description: 'seconds', example: 900 }) expiresIn!: number;
}

export class LoggedIn extends Renewed {
  @ApiProperty({ type: UserProfile }) user!: UserProfile;
}

export class Genre {
  @ApiProperty({ example: 'Drama' }) name!: string;
  @ApiProperty({ type: 'integer', example: 4361 }) count!: number;
}

export class MovieList {
  @ApiProperty({ type: [MovieCard] }) items!: MovieCard[];
}

export class MoviesToRate extends MovieList {
  @ApiProperty({
    enum: ['fresh', 'stale'],
    description: '`stale`: chosen before my latest ratings were seen',
  })
  status!: 'fresh' | 'stale';
}

export class MoviePage extends MovieList {
  @ApiPropertyOptional({ description: 'missing on the last page' }) nextCursor?: string;
  @ApiProperty({ type: 'integer', example: 792 }) total!: number;
}

export class FoundMovies {
  @ApiProperty({ type: [FoundMovie] }) items!: FoundMovie[];
  @ApiPropertyOptional({ type: [FoundPerson], description: 'people of this name' }) people?: FoundPerson[];
}

export class SimilarMovies {
  @ApiProperty({ type: [SimilarMovie] }) items!: SimilarMovie[];
}

export class MovieMatches {
  @ApiProperty({ type: [MovieMatch] }) items!: MovieMatch[];
}

export class RatedMovie {
  @ApiProperty({ type: MovieCard }) movie!: MovieCard;
  @ApiProperty({ minimum: 1, maximum: 5, example: 4.5 }) rating!: number;
  @ApiProperty({ format: 'date-time' }) ratedAt!: string;
  @ApiPropertyOptional({ format: 'date', description: 'the day it was watched', example: '2026-11-20' })
  seenAt?: string;
  @ApiPropertyOptional({
    type: [String],
    format: 'date',
    description: 'the days it was watched again, ascending',
    example: ['2026-11-22'],
  })
  rewatches?: string[];
}

export class RatedMovies {
  @ApiProperty({ type: [RatedMovie] }) items!: RatedMovie[];
  @ApiPropertyOptional() nextCursor?: string;
}

export class SavedMovie {
  @ApiProperty({ type: MovieCard }) movie!: MovieCard;
  @ApiProperty({ format: 'date-time' }) addedAt!: string;
}

export class SavedMovies {
  @ApiProperty({ type: [SavedMovie] }) items!: SavedMovie[];
}

export class SeenMovie extends SavedMovie {
  @ApiPropertyOptional({ format: 'date', description: 'the day it was watched', example: '2026-11-20' })
  seenAt?: string;
}

export class SeenMovies {
  @ApiProperty({ type: [SeenMovie] }) items!: SeenMovie[];
  @ApiPropertyOptional() nextCursor?: string;
}

export class RecommendationPage extends RecommendationList {
  @ApiPropertyOptional({
    type: ToldWorld,
    description:
      'what my taste is about, when it is clear; where the catalogue has little of it, the list goes on with others',
  })
  declare world?: ToldWorld;
  @ApiPropertyOptional() nextCursor?: string;
}

export class ToldRowPage extends RowPage {
  @ApiPropertyOptional({ type: ToldWorld, description: 'what my taste is about, when it is clear' })
  declare world?: ToldWorld;
}
