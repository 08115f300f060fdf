import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, Matches, ValidateNested } from 'class-validator';
import {
  IsCursor,
  IsLimit,
  IsMovieId,
  IsTime,
  IsUserId,
  MAX_RATINGS_PER_IMPORT,
  MOVIE_ID,
} from '../protocol/fields.js';
import { rpc } from '../protocol/rpc.js';
import { IsWatchDay } from '../protocol/watch.day.js';

/** A movie somebody has seen, and on which day where they say so. */
export class SeenMovie {
  @IsMovieId() movieId!: string;
  @IsWatchDay() seenAt?: string;
}

/** One movie, or a whole history: of several rows of one movie the last counts. */
export class MarkSeen {
  @IsUserId() userId!: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_RATINGS_PER_IMPORT)
  @ValidateNested({ each: true })
  @Type(() => SeenMovie)
  movies!: SeenMovie[];
  /** When the gateway took it: per movie what was taken last counts. */
  @IsOptional() @IsTime() at?: string;
}

export class UnmarkSeen {
  @IsUserId() userId!: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_RATINGS_PER_IMPORT)
  @Matches(MOVIE_ID, { each: true })
  movieIds!: string[];
  @IsOptional() @IsTime() at?: string;
}

export interface SeenSaved {
  ratingsVersion: number;
}

export class ListSeen {
  @IsUserId() userId!: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export interface SeenEntry {
  movieId: string;
  /** When it was marked. */
  addedAt: string;
  /** The day it was watched. */
  seenAt?: string;
}

export interface SeenPage {
  items: SeenEntry[];
  nextCursor?: string;
}

export const markSeen = rpc('users.mark-seen', MarkSeen).replies<SeenSaved>();
export const unmarkSeen = rpc('users.unmark-seen', UnmarkSeen).replies<SeenSaved>();
/** What somebody has seen and not rated, what was marked last first. */
export const listSeen = rpc('users.list-seen', ListSeen).replies<SeenPage>();
