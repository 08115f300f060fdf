import { MovieCard } from '../catalog/movie.js';
import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';
import { type CodedReason, Reason } from './reason.js';

/** How much each source adds to the score; the six sum to it, and one may be negative. */
export class Contributions {
  @ApiProperty({ example: 0.52 }) collaborative!: number;
  @ApiProperty({ example: 0.11 }) plot!: number;
  @ApiProperty({ example: 0.08 }) genres!: number;
  @ApiProperty({ example: 0.05 }) people!: number;
  @ApiProperty({ example: 0.04 }) keywords!: number;
  @ApiProperty({ example: 0.09 }) popularity!: number;
}

/** A movie at its position in a list, without what others know of it. */
export interface RankedMovie {
  movieId: string;
  /** 0 to 1. */
  score: number;
  /** 0 to 100, a whole number, descending down the list; missing from what recommenders before 0.7 made. */
  match?: number;
  /** 1 to 5 stars. */
  predictedRating: number;
  contributions: Contributions;
  /** One to three, the strongest first. */
  reasons: CodedReason[];
}

/** Where a movie stands in a series, in the order in which its parts came out. */
export class PlaceInSeries {
  @ApiProperty({ example: 'The Matrix Collection' }) name!: string;
  @ApiProperty({ type: 'integer', minimum: 1, example: 2, description: 'which part the film is' })
  part!: number;
  @ApiProperty({ type: 'integer', minimum: 2, example: 3, description: 'how many parts there are here' })
  of!: number;
}

export class Recommendation {
  @ApiProperty({ type: MovieCard }) movie!: MovieCard;
  @ApiProperty({ minimum: 0, maximum: 1, example: 0.89 }) score!: number;
  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 100,
    example: 89,
    description: 'per cent; the score that earned the film its place, so it descends down the list',
  })
  match!: number;
  @ApiProperty({ minimum: 1, maximum: 5, example: 4.4, description: 'the stars this user would give' })
  predictedRating!: number;
  @ApiProperty({ type: Contributions }) contributions!: Contributions;
  @ApiPropertyOptional({
    type: PlaceInSeries,
    description: 'when there are other films of its series here',
  })
  series?: PlaceInSeries;
  @ApiProperty({ type: [Reason] }) reasons!: Reason[];
}

/** What speaks for and against one movie for a user, its reasons still to be put into words. */
export interface WeighedMovie extends Omit<RankedMovie, 'match'> {
  /** 0 to 100, a whole number: that of its place where it has one. */
  match: number;
  /** Up to six, the strongest first; before them, why it cannot be on the list. */
  against: CodedReason[];
  /** Where it stands in the user's list, from 1; missing where it does not. */
  place?: number;
}

/** The same as readers see it. */
export class WeighedRecommendation {
  @ApiProperty({ minimum: 0, maximum: 1, example: 0.89 }) score!: number;
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100, example: 89, description: 'per cent' })
  match!: number;
  @ApiProperty({ minimum: 1, maximum: 5, example: 4.4, description: 'the stars this user would give' })
  predictedRating!: number;
  @ApiProperty({ type: Contributions }) contributions!: Contributions;
  @ApiProperty({ type: [Reason], description: 'what speaks for it' }) reasons!: Reason[];
  @ApiProperty({
    type: [Reason],
    description: 'what speaks against it: what lowers its score, and before that why it is never suggested',
  })
  against!: Reason[];
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    example: 12,
    description: 'where it stands in my list; missing where it does not',
  })
  place?: number;
}

/** How well a movie fits a user. */
export class MovieMatch {
  @ApiProperty({ example: '603' }) movieId!: string;
  @ApiProperty({ minimum: 0, maximum: 1, example: 0.89 }) score!: number;
  @ApiProperty({ minimum: 1, maximum: 5, example: 4.4, description: 'the stars this user would give' })
  predictedRating!: number;
}

export const LIST_STATUSES = ['fresh', 'stale', 'pending'] as const;
export type ListStatus = (typeof LIST_STATUSES)[number];

export const WORLD_AXES = ['language', 'region', 'country', 'genre', 'decade'] as const;
export type WorldAxis = (typeof WORLD_AXES)[number];

/** What a clear taste is about: the list follows it. */
export class ListWorld {
  @ApiProperty({ enum: WORLD_AXES, example: 'language' }) axis!: WorldAxis;
  @ApiProperty({
    example: 'hi',
    description:
      'a language (ISO 639-1), a region of languages (east-asia …), a country (ISO 3166-1), a genre or a decade (1940s)',
  })
  name!: string;
  @ApiProperty({ type: 'integer', example: 7, description: 'how many of the films I liked are of it' })
  liked!: number;
  @ApiProperty({ type: 'integer', example: 8, description: 'how many films I liked' }) of!: number;
  @ApiProperty({ type: 'integer', example: 12, description: 'how many more of it the catalogue has' })
  inCatalogue!: number;
}

/** The same in words. */
export class ToldWorld extends ListWorld {
  @ApiProperty({
    example: '12 more films in Hindi are here',
    description: 'in the language of Accept-Language',
  })
  text!: string;
}

export const MISSING_PARTS = ['plots', 'stars'] as const;
export type MissingPart = (typeof MISSING_PARTS)[number];

/** What is said of a list as a whole. */
export class ListHead {
  @ApiProperty({
    enum: LIST_STATUSES,
    description:
      '`fresh`: has seen the latest ratings; `stale`: an older list while the new one is made; `pending`: a good general list, no ratings yet',
  })
  status!: ListStatus;
  @ApiPropertyOptional({
    enum: MISSING_PARTS,
    isArray: true,
    description:
      'parts that were missing when the list was made: `plots` the plot vectors, `stars` all but a first estimate of the stars, while the first full model is trained',
  })
  degraded?: MissingPart[];
  @ApiProperty({ type: 'integer', example: 7 }) ratingsVersion!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-23T15:04:05.000Z' }) generatedAt!: string;
  @ApiProperty({ example: 'm-20261123-1f0c9a' }) modelId!: string;
  @ApiPropertyOptional({
    type: () => ListWorld,
    description:
      'what my taste is about, when it is clear; where the catalogue has little of it, the list goes on with others',
  })
  world?: ListWorld;
}

/** One list, or one page of it, without the paging. */
export class RecommendationList extends ListHead {
  @ApiProperty({ type: [Recommendation] }) items!: Recommendation[];
}

/** What readers see as the match of a movie whose list was made before there was one: such a list is in the order of its scores. */
export const matchOf = ({ match, score }: Pick<RankedMovie, 'match' | 'score'>): number =>
  match ?? Math.round(100 * score);

/** A list as the recommender makes it. */
export interface RankedList extends ListHead {
  items: RankedMovie[];
}

export class SimilarMovie {
  @ApiProperty({ type: MovieCard }) movie!: MovieCard;
  @ApiProperty({ minimum: 0, maximum: 1, example: 0.71 }) score!: number;
  @ApiProperty({ type: [Reason] }) reasons!: Reason[];
}

/** A similar movie, with its reasons still to be put into words. */
export interface RankedSimilarMovie {
  movie: MovieCard;
  score: number;
  reasons: CodedReason[];
}

/** How many movies a list holds, whatever it is made of: so many can be paged through. */
export const LIST_LENGTH = 500;
/** By how well movies fit, or by the stars they are predicted to get; the same movies either way. */
export const LIST_SORTS = ['match', 'stars'] as const;
export type ListSort = (typeof LIST_SORTS)[number];
/** Lists of two diversities, or of two wishes for well-known films, within one step are the same. */
export const DIVERSITY_STEP = 0.05;
