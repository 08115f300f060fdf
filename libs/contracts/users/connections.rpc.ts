import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';
import { IsMovieId, IsTime, IsUserId } from '../protocol/fields.js';
import { rpc } from '../protocol/rpc.js';
import { SecretCheck, SecretOfUser } from './tokens.rpc.js';
import { UserRef } from './users.rpc.js';

const trimmed = () =>
  Transform(({ value }) => (typeof value === 'string' ? value.trim() : (value as unknown)));

export const MEDIA_SERVERS = ['jellyfin', 'emby', 'plex'] as const;
export type MediaServer = (typeof MEDIA_SERVERS)[number];

export const MAX_CONNECTIONS = 10;
/** Of one person: the eldest notice goes first, and each after so many days. */
export const MAX_NOTICES = 50;
export const NOTICE_DAYS = 60;

export class NewConnection {
  @IsIn(MEDIA_SERVERS)
  @ApiProperty({ enum: MEDIA_SERVERS })
  kind!: MediaServer;
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  @trimmed()
  @ApiProperty({ maxLength: 100, example: 'ada', description: 'whose plays count: my name on that server' })
  username!: string;
}

export class MakeConnection extends NewConnection {
  @IsUserId() userId!: string;
}

/** What its owner sees of a connection. */
export class Connection extends NewConnection {
  @ApiProperty({ example: '5f0c1a2b3d4e5f60' }) id!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiPropertyOptional({ format: 'date-time', description: 'when the server last sent anything' })
  lastUsedAt?: string;
  @ApiPropertyOptional({ format: 'date-time', description: 'when it last told of a film I had watched' })
  lastPlayAt?: string;
  @ApiPropertyOptional({ format: 'date-time', description: 'when it last told of somebody else’s play' })
  lastOtherAt?: string;
}

export interface MadeConnection extends Connection {
  secret: string;
}

/** What a server's message is read by. */
export interface CheckedHook {
  kind: MediaServer;
  username: string;
}

export class NotePlay extends SecretOfUser {
  /** Missing: somebody else's play was heard of. */
  @IsOptional() @IsMovieId() movieId?: string;
  @IsTime() playedAt!: string;
  @IsIn(MEDIA_SERVERS) source!: MediaServer;
}

export interface PlayNoted {
  /** False for a play that is known already. */
  isNew: boolean;
  /** Where the play changed what counts as seen. */
  ratingsVersion?: number;
}

/** Something that waits for its owner: a film was watched, and how was it? */
export interface Notice {
  id: string;
  kind: 'how-was-it';
  movieId: string;
  playedAt: string;
  source: MediaServer;
}

/** Throws `limit_reached` beyond `MAX_CONNECTIONS`. */
export const makeConnection = rpc('users.make-connection', MakeConnection).replies<MadeConnection>();
export const listConnections = rpc('users.list-connections', UserRef).replies<Connection[]>();
/** Throws `entry_not_found`. */
export const endConnection = rpc('users.end-connection', SecretOfUser).replies<null>();
/** Throws `entry_not_found`. */
export const checkHook = rpc('users.check-hook', SecretCheck).replies<CheckedHook>();
export const notePlay = rpc('users.note-play', NotePlay).replies<PlayNoted>();
/** Newest first, without films rated since. */
export const listNotices = rpc('users.list-notices', UserRef).replies<Notice[]>();
export const dropNotice = rpc('users.drop-notice', SecretOfUser).replies<null>();
