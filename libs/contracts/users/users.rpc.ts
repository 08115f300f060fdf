import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsCertificationLimit, NO_LIMIT } from '../protocol/certification.js';
import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';
import {
  IsCursor,
  IsLimit,
  IsMovieId,
  IsStars,
  IsText,
  IsTime,
  IsUserId,
  MAX_RATINGS_PER_IMPORT,
  MAX_RATINGS_PER_SAVE,
  MAX_REWATCHES,
  MAX_SERVICES,
  REGION,
} from '../protocol/fields.js';
import { rpc } from '../protocol/rpc.js';
import { AreWatchDays, IsWatchDay } from '../protocol/watch.day.js';
import type { SeenEntry, SeenMovie } from './seen.rpc.js';
import { FEEDBACK_KINDS, type FeedbackKind } from './users.events.js';

const trimmed = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value);

// ---- accounts ----

export class Credentials {
  @IsEmail()
  @MaxLength(254)
  @Transform(trimmed)
  @ApiProperty({ format: 'email', maxLength: 254, example: 'ada@example.com' })
  email!: string;
  @IsString()
  @MinLength(8)
  @MaxLength(200)
  @ApiProperty({ minLength: 8, maxLength: 200, example: 'correct horse battery' })
  password!: string;
}

export class Registration extends Credentials {
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(80)
  @Transform(trimmed)
  @ApiPropertyOptional({ maxLength: 80, example: 'Ada' })
  displayName?: string;
}

/** As it travels between services: the HTTP body has no such key. */
export class RegisterUser extends Registration {
  /** The same in each try of one registration: a try after the one that was carried out logs in. */
  @IsOptional() @IsText(200) idempotencyKey?: string;
}

/** Logging in checks nothing about the password's form: a wrong one is wrong. */
export class Login {
  @IsString()
  @MaxLength(254)
  @Transform(trimmed)
  @ApiProperty({ format: 'email', maxLength: 254, example: 'ada@example.com' })
  email!: string;
  @IsString()
  @MaxLength(200)
  @ApiProperty({ maxLength: 200, example: 'correct horse battery' })
  password!: string;
}

export class UserProfile {
  @ApiProperty({ example: '66f2c3a17d3e2b0012ab34cd' }) id!: string;
  @ApiProperty({ format: 'email', example: 'ada@example.com' }) email!: string;
  @ApiProperty({ example: 'Ada' }) displayName!: string;
  @ApiPropertyOptional({ example: 'DE', description: 'where I watch films, ISO 3166-1' }) region?: string;
  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'integer' },
    example: [8],
    description: 'services I have, by TMDB’s numbers',
  })
  services?: number[];
  @ApiPropertyOptional({ example: 'DE:12', description: 'family mode: nothing beyond it is shown to me' })
  certificationMax?: string;
}

/** Tokens of one refresh: `expiresIn` seconds of access. */
export interface RenewedSession {
  accessToken: string;
  expiresIn: number;
  refreshToken: string;
}

export interface Session extends RenewedSession {
  user: UserProfile;
}

export class RefreshToken {
  @IsText(200) refreshToken!: string;
}

export class UserRef {
  @IsUserId() userId!: string;
}

export class ProfileChange {
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(80)
  @Transform(trimmed)
  @ApiPropertyOptional({ maxLength: 80, example: 'Ada L.' })
  displayName?: string;
  @IsOptional()
  @IsString()
  @MinLength(8)
  @MaxLength(200)
  @ApiPropertyOptional({ minLength: 8, maxLength: 200, description: 'needs currentPassword' })
  password?: string;
  @IsOptional() @IsString() @MaxLength(200) @ApiPropertyOptional({ maxLength: 200 }) currentPassword?: string;
  @IsOptional()
  @Matches(REGION, { message: 'region must be two capital letters, as in "DE"' })
  @ApiPropertyOptional({
    pattern: REGION.source,
    example: 'DE',
    description: 'where I watch films, ISO 3166-1',
  })
  region?: string;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SERVICES)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'integer' },
    maxItems: MAX_SERVICES,
    example: [8],
    description: 'all services I have',
  })
  services?: number[];
  @IsCertificationLimit(
    'family mode: nothing beyond it is shown to me; "off" ends it. Needs currentPassword',
    NO_LIMIT,
  )
  certificationMax?: string;
}

export class ChangeProfile extends ProfileChange {
  @IsUserId() userId!: string;
  /** They have just signed in again at the provider, which counts as their current password. */
  @IsOptional() @IsBoolean() confirmed?: boolean;
}

export class AccountDeletion {
  @IsString()
  @MaxLength(200)
  @ApiProperty({ maxLength: 200, example: 'correct horse battery' })
  password!: string;
}

export class DeleteAccount extends AccountDeletion {
  @IsUserId() userId!: string;
  /** As in a change of the profile; the password is then empty. */
  @IsOptional() @IsBoolean() confirmed?: boolean;
}

export const registerUser = rpc('users.register', RegisterUser).replies<Session>();
export const logIn = rpc('users.log-in', Login).replies<Session>();
export const refreshSession = rpc('users.refresh-session', RefreshToken).replies<RenewedSession>();
export const logOut = rpc('users.log-out', RefreshToken).replies<null>();
export const endSessions = rpc('users.end-sessions', UserRef).replies<null>();
export const getProfile = rpc('users.get-profile', UserRef).replies<UserProfile>();
export const changeProfile = rpc('users.change-profile', ChangeProfile).replies<UserProfile>();
export const deleteAccount = rpc('users.delete-account', DeleteAccount).replies<null>();

// ---- ratings ----

export class NewRating {
  @IsMovieId() movieId!: string;
  @IsStars() rating!: number;
  /** The day the film was watched; left out, what is known of that stays. */
  @IsWatchDay() seenAt?: string;
}

export class RatingToSave extends NewRating {
  /** `true`: it was watched again on `seenAt` (today when left out); `false`: it was not, on `seenAt`. */
  @IsOptional()
  @IsBoolean()
  @ApiPropertyOptional({
    description: `true: watched again on that day (today when left out), at most ${MAX_REWATCHES} times a film; false: not watched again on that day`,
  })
  rewatch?: boolean;
}

export class RatingsToSave {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_RATINGS_PER_SAVE)
  @ArrayUnique((rating: RatingToSave | undefined) => rating?.movieId, {
    message: 'ratings must name each film once',
  })
  @ValidateNested({ each: true })
  @Type(() => RatingToSave)
  @ApiProperty({ type: [RatingToSave], minItems: 1, maxItems: MAX_RATINGS_PER_SAVE })
  ratings!: RatingToSave[];
}

export class SaveRatings extends RatingsToSave {
  @IsUserId() userId!: string;
  /** When the gateway took it, as in every save: per film the save taken last counts, whichever arrives last. */
  @IsOptional() @IsTime() at?: string;
}

export class DatedRating extends NewRating {
  @IsTime() ratedAt!: string;
  /** The days it was watched again, ascending. */
  @AreWatchDays(MAX_REWATCHES) rewatches?: string[];
}

export class ImportRatings {
  @IsUserId() userId!: string;
  @IsArray()
  @ArrayMaxSize(MAX_RATINGS_PER_IMPORT)
  @ValidateNested({ each: true })
  @Type(() => DatedRating)
  ratings!: DatedRating[];
  @IsOptional() @IsTime() at?: string;
}

export class MovieOfUser {
  @IsUserId() userId!: string;
  @IsMovieId() movieId!: string;
  @IsOptional() @IsTime() at?: string;
}

export class RatingsVersion {
  @ApiProperty({ type: 'integer', example: 7 }) ratingsVersion!: number;
}

export class RatingsSaved extends RatingsVersion {
  @ApiProperty({ type: 'integer', example: 10 }) saved!: number;
}

export class ListRatings {
  @IsUserId() userId!: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export interface RatingsPage {
  items: DatedRating[];
  nextCursor?: string;
}

export const saveRatings = rpc('users.save-ratings', SaveRatings).replies<RatingsSaved>();
export const importRatings = rpc('users.import-ratings', ImportRatings).replies<RatingsSaved>();
export const removeRating = rpc('users.remove-rating', MovieOfUser).replies<RatingsVersion>();
export const listRatings = rpc('users.list-ratings', ListRatings).replies<RatingsPage>();

// ---- watchlist and "not interested" ----

export class SetFeedback extends MovieOfUser {
  @IsIn(FEEDBACK_KINDS) kind!: FeedbackKind;
  @IsBoolean() on!: boolean;
}

export class ListFeedback extends UserRef {
  @IsIn(FEEDBACK_KINDS) kind!: FeedbackKind;
}

export interface FeedbackEntry {
  movieId: string;
  addedAt: string;
}

export const setFeedback = rpc('users.set-feedback', SetFeedback).replies<RatingsVersion>();
export const listFeedback = rpc('users.list-feedback', ListFeedback).replies<FeedbackEntry[]>();

// ---- everything about one user, and about all of them ----

export interface UserExport {
  user: UserProfile & { registeredAt: string };
  ratings: DatedRating[];
  watchlist: FeedbackEntry[];
  notInterested: FeedbackEntry[];
  /** All that was seen, rated or not. Missing in the reply of an earlier version, as `rewatches`. */
  seen?: SeenEntry[];
  /** Days on which a film was watched again, whether it is still rated or not. */
  rewatches?: { movieId: string; seenAt: string }[];
}

export const exportUser = rpc('users.export', UserRef).replies<UserExport>();

export class PageUsers {
  @IsOptional() @IsUserId() after?: string;
  @IsInt() @Min(1) limit!: number;
}

/** One user's ratings and feedback as of `version`, for a service that fills its read model. */
export interface UserSnapshot {
  userId: string;
  version: number;
  /** Someone of a data set, whom nobody logs in as and who needs no list. */
  community: boolean;
  ratings: DatedRating[];
  watchlist: string[];
  notInterested: string[];
  /** Missing in the reply of an earlier version, which knows of none. */
  seen?: SeenMovie[];
  /** What they have at home; missing for who has no library. */
  owned?: { version: number; movieIds: string[] };
}

/** All users by id, a page at a time; `after` is the last id of the page before. One may be short; an empty one is the end. */
export const pageUsers = rpc('users.page', PageUsers).replies<UserSnapshot[]>();
