import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsInt,
  Min,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { EventName } from '../protocol/event.js';
import {
  IsImportId,
  IsMovieId,
  IsStars,
  IsTime,
  IsUserId,
  IsVersion,
  MAX_OWNED_FILMS,
  MAX_RATINGS_PER_IMPORT,
  MOVIE_ID,
} from '../protocol/fields.js';

@EventName('users.user-registered.v1')
export class UserRegistered {
  @IsUserId() userId!: string;
  @IsTime() registeredAt!: string;
}

@EventName('users.user-deleted.v1')
export class UserDeleted {
  @IsUserId() userId!: string;
}

/** What a movie's rating is now; without `rating` it was taken back. */
export class RatingChange {
  @IsMovieId() movieId!: string;
  @IsOptional() @IsStars() rating?: number;
  @IsTime() ratedAt!: string;
}

/**
 * `version` counts every change of one user's ratings and feedback. Two events may arrive in either order:
 * a reader keeps, movie by movie, the change with the higher version.
 */
@EventName('users.ratings-changed.v1')
export class RatingsChanged {
  @IsUserId() userId!: string;
  @IsVersion() version!: number;
  @IsArray()
  @ArrayMaxSize(MAX_RATINGS_PER_IMPORT)
  @ValidateNested({ each: true })
  @Type(() => RatingChange)
  changes!: RatingChange[];
}

/** Many ratings at once: a history a user uploaded, or a user of a data set whom nobody logs in as. */
@EventName('users.ratings-imported.v1')
export class RatingsImported extends RatingsChanged {
  @IsIn(['upload', 'dataset']) source!: 'upload' | 'dataset';
}

/** Whether a movie counts as seen from now on. */
export class SeenChange {
  @IsMovieId() movieId!: string;
  @IsBoolean() on!: boolean;
  /** The day it was watched, where its user says so. */
  @IsOptional() @Matches(/^\d{4}-\d{2}-\d{2}$/) seenAt?: string;
}

/** What somebody has seen, whether they rated it or not. Versions are those of ratings and feedback. */
@EventName('users.seen-changed.v1')
export class SeenChanged {
  @IsUserId() userId!: string;
  @IsVersion() version!: number;
  @IsArray()
  @ArrayMaxSize(MAX_RATINGS_PER_IMPORT)
  @ValidateNested({ each: true })
  @Type(() => SeenChange)
  changes!: SeenChange[];
}

/** How much of an import is saved. It is sent once and not kept: who misses it hears the next. */
@EventName('users.import-progressed.v1')
export class ImportProgressed {
  @IsUserId() userId!: string;
  @IsImportId() importId!: string;
  /** Entries: a film that is rated and was seen counts twice. */
  @IsInt() @Min(0) done!: number;
  @IsInt() @Min(0) total!: number;
}

export const FEEDBACK_KINDS = ['watchlist', 'not-interested'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

export class FeedbackChange {
  @IsMovieId() movieId!: string;
  @IsIn(FEEDBACK_KINDS) kind!: FeedbackKind;
  @IsBoolean() on!: boolean;
}

@EventName('users.feedback-changed.v1')
export class FeedbackChanged {
  @IsUserId() userId!: string;
  @IsVersion() version!: number;
  @IsArray() @ValidateNested({ each: true }) @Type(() => FeedbackChange) changes!: FeedbackChange[];
}

/** What somebody may be shown has changed: access tokens that carry an earlier version of it count no more. */
@EventName('users.limit-changed.v1')
export class LimitChanged {
  @IsUserId() userId!: string;
  @IsInt() @Min(1) limitVersion!: number;
}

/** Something is to be sent to a webhook. Users' own: it waits, and is tried again, in the queue. */
@EventName('users.webhook-due.v1')
export class WebhookDue {
  @IsUserId() userId!: string;
  @IsString() @MaxLength(32) webhookId!: string;
  /** The same however often it is sent, by which receivers know a repeat. */
  @IsString() @MaxLength(64) deliveryId!: string;
  @IsString() @MaxLength(32) type!: string;
  /** What is sent, JSON. */
  @IsString() @MaxLength(20_000) body!: string;
}

/** The films that somebody has at home, all of them. The version is the library's own. */
@EventName('users.library-changed.v1')
export class LibraryChanged {
  @IsUserId() userId!: string;
  @IsVersion() version!: number;
  @IsArray() @ArrayMaxSize(MAX_OWNED_FILMS) @Matches(MOVIE_ID, { each: true }) movieIds!: string[];
}

/** A personal token was revoked: whoever has checked it forgets that. */
@EventName('users.token-ended.v1')
export class TokenEnded {
  @IsUserId() userId!: string;
  @IsString() @MaxLength(32) tokenId!: string;
}
