import { IsIn } from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';
import { IsUserId } from '../protocol/fields.js';
import type { Viewing } from './access.token.js';
import { rpc } from '../protocol/rpc.js';
import { SecretCheck, SecretOfUser } from './tokens.rpc.js';
import { UserRef } from './users.rpc.js';

/** What a feed shows: the best of my list, or of that the films of this year and the last. */
export const FEED_KINDS = ['list', 'new-films'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

export const MAX_FEEDS = 10;

export class NewFeed {
  @IsIn(FEED_KINDS)
  @ApiProperty({ enum: FEED_KINDS })
  kind!: FeedKind;
}

export class MakeFeed extends NewFeed {
  @IsUserId() userId!: string;
}

export class Feed extends NewFeed {
  @ApiProperty({ example: '5f0c1a2b3d4e5f60' }) id!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiPropertyOptional({ format: 'date-time', description: 'to the minute; missing when it never was read' })
  lastUsedAt?: string;
}

/** A feed that is read, and how its owner watches films. */
export interface ReadFeed extends NewFeed {
  viewing?: Viewing;
}

export interface MadeFeed extends Feed {
  secret: string;
}

/** Throws `limit_reached` beyond `MAX_FEEDS`. */
export const makeFeed = rpc('users.make-feed', MakeFeed).replies<MadeFeed>();
export const listFeeds = rpc('users.list-feeds', UserRef).replies<Feed[]>();
/** Throws `entry_not_found`. */
export const endFeed = rpc('users.end-feed', SecretOfUser).replies<null>();
/** Throws `entry_not_found`. */
export const checkFeed = rpc('users.check-feed', SecretCheck).replies<ReadFeed>();
