import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  IsCursor,
  IsLimit,
  IsMovieId,
  LANGUAGE_TAG,
  MAX_LANGUAGES,
  MAX_RATINGS_PER_IMPORT,
  MAX_TITLE_LENGTH,
  MOVIE_ID,
} from '../protocol/fields.js';
import { Limited } from '../protocol/certification.js';
import { ApiProperty } from '../protocol/documented.js';
import {
  MOVIE_SORTS,
  MovieFilter,
  type FoundMovie,
  type GenreCount,
  type MovieCard,
  type MovieDetails,
  type MovieSnapshot,
  type MovieSort,
} from './movie.js';
import type { FoundPerson, PersonDetails } from './person.js';
import { rpc } from '../protocol/rpc.js';

/** Ids are made of names, and no name is longer. */
export const MAX_PERSON_ID_LENGTH = 200;

export class MovieRef extends Limited {
  @IsMovieId() movieId!: string;
}

export class MovieRefs {
  @IsArray() @ArrayMaxSize(MAX_RATINGS_PER_IMPORT) @Matches(MOVIE_ID, { each: true }) movieIds!: string[];
}

/** What other services call a movie. */
export interface MovieLinks {
  movieId: string;
  /** With its "tt". */
  imdb?: string;
}

export class BrowseMovies extends MovieFilter {
  @IsOptional() @IsString() @MaxLength(200) title?: string;
  @IsOptional() @IsString() @MaxLength(200) person?: string;
  @IsOptional() @IsIn(MOVIE_SORTS) sort?: MovieSort;
  /** Tags of the languages that titles are shown in, in lower case, the best first; none: English. Titles are sorted as shown. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_LANGUAGES)
  @Matches(LANGUAGE_TAG, { each: true })
  readAs?: string[];
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export interface MoviesPage {
  items: MovieCard[];
  nextCursor?: string;
  total: number;
}

export class SearchMovies extends Limited {
  @IsString() @MaxLength(500) q!: string;
  @IsLimit() limit?: number;
}

export class SearchNames extends Limited {
  @IsString() @MaxLength(500) q!: string;
  /** Of movies. */
  @IsLimit() limit?: number;
}

/** Best first. */
export interface FoundNames {
  movies: FoundMovie[];
  people: FoundPerson[];
}

/** A mood is told in a few words. */
export const MAX_MOOD_LENGTH = 200;
export const MAX_MOOD_MOVIES = 500;

export class FeelMood {
  @IsString() @MaxLength(MAX_MOOD_LENGTH) mood!: string;
  /** Those to compare with it; left out, those whose plots are nearest to what is wanted. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_MOOD_MOVIES)
  @Matches(MOVIE_ID, { each: true })
  movieIds?: string[];
}

/** How a movie suits a mood. */
export interface MoodFit {
  movieId: string;
  /** 0 to 1; higher is closer to what is wanted. */
  wanted: number;
  /** 0 to 1; higher is closer to what is not; 1: its genres or keywords name it. */
  unwanted: number;
}

export interface MoodFits {
  /** The mood as it was understood: empty when only what is not wanted was said. */
  wanted: string;
  unwanted: string[];
  /** Plots could not be asked: by genres and keywords alone. */
  degraded?: boolean;
  /** In no order. */
  fits: MoodFit[];
}

export class PersonRef extends Limited {
  @IsString() @MaxLength(MAX_PERSON_ID_LENGTH) personId!: string;
  /** Of movies. */
  @IsLimit() limit?: number;
}

export class Nothing {}

/** A service that shows movies in a region. */
export class RegionService {
  @ApiProperty({ type: 'integer', example: 8, description: 'its number at TMDB' }) id!: number;
  @ApiProperty({ example: 'Netflix' }) name!: string;
  @ApiProperty({ type: 'integer', example: 1204, description: 'how many films it shows there' })
  count!: number;
}

/** Where somebody may be. */
export class Region {
  @ApiProperty({ example: 'DE', description: 'ISO 3166-1' }) region!: string;
  @ApiProperty({ type: [RegionService], description: 'those with the most films first; data of JustWatch' })
  services!: RegionService[];
  @ApiProperty({
    type: [String],
    example: ['0', '6', '12', '16', '18'],
    description: 'the mildest first; empty where they have no order here',
  })
  certifications!: string[];
}

/** A row of somebody's history, to be found in the catalogue by whatever it carries. */
export class HistoryRow {
  @IsInt() row!: number;
  @IsOptional() @IsString() @MaxLength(32) movieId?: string;
  @IsOptional() @IsInt() movielensId?: number;
  @IsOptional() @IsString() @MaxLength(16) imdbId?: string;
  @IsOptional() @IsString() @MaxLength(MAX_TITLE_LENGTH) title?: string;
  @IsOptional() @IsString() @MaxLength(MAX_TITLE_LENGTH) originalTitle?: string;
  @IsOptional() @IsInt() year?: number;
}

export class MatchHistory {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_RATINGS_PER_IMPORT)
  @ValidateNested({ each: true })
  @Type(() => HistoryRow)
  rows!: HistoryRow[];
}

export interface HistoryMatch {
  row: number;
  /** Missing when no movie fits; then `why` says why. */
  movieId?: string;
  why?: string;
}

/** How many rows are asked about at a time. */
export const MAX_CANDIDATE_ROWS = 100;

export class FindCandidates {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_CANDIDATE_ROWS)
  @ValidateNested({ each: true })
  @Type(() => HistoryRow)
  rows!: HistoryRow[];
}

export interface HistoryCandidates {
  row: number;
  /** The likeliest first, at most five. */
  movieIds: string[];
}

export class PageMovies {
  @IsOptional() @Matches(MOVIE_ID) after?: string;
  @IsInt() @Min(1) @Max(1000) limit!: number;
}

/** Throws `movie_not_found`; `beyond_limit` for one that is not within the limits given. */
export const getMovie = rpc('catalog.get-movie', MovieRef).replies<MovieDetails>();
export const getMovieLinks = rpc('catalog.get-movie-links', MovieRefs).replies<MovieLinks[]>();
/** The cards of the movies that exist, in the order asked for; ids that do not exist are left out. */
export const getMovieCards = rpc('catalog.get-movie-cards', MovieRefs).replies<MovieCard[]>();
export const browseMovies = rpc('catalog.browse', BrowseMovies).replies<MoviesPage>();
/** By title and by plot together. Throws `plot_search_unavailable` when Chroma cannot be asked. */
export const searchMovies = rpc('catalog.search', SearchMovies).replies<FoundMovie[]>();
/** By title and by person, both with typing mistakes; needs no Chroma. */
export const searchNames = rpc('catalog.search-names', SearchNames).replies<FoundNames>();
/** How movies suit a mood told in words, negative ones too. Without Chroma it says so, and goes by genres and keywords. */
export const moodFits = rpc('catalog.mood-fits', FeelMood).replies<MoodFits>();
/** Throws `person_not_found`. */
export const getPerson = rpc('catalog.get-person', PersonRef).replies<PersonDetails>();
export const listGenres = rpc('catalog.list-genres', Nothing).replies<GenreCount[]>();
/** Regions with services, and those whose certifications have an order. */
export const listRegions = rpc('catalog.list-regions', Nothing).replies<Region[]>();
/** Which movies rows without a match may have meant; one answer for each row, in order. */
export const findCandidates = rpc('catalog.find-candidates', FindCandidates).replies<HistoryCandidates[]>();
export const matchHistory = rpc('catalog.match-history', MatchHistory).replies<HistoryMatch[]>();
/**
 * All movies by id (string order), a page at a time, for a service that fills its read model. A page may be short; an
 * empty one is the end.
 */
export const pageMovies = rpc('catalog.page', PageMovies).replies<MovieSnapshot[]>();
