import type { Viewing } from '#contracts/users/access.token.js';
import type { MediaServer } from '#contracts/users/connections.rpc.js';
import type { FeedKind } from '#contracts/users/feeds.rpc.js';
import type { Scope } from '#contracts/users/tokens.rpc.js';
import type { OutgoingEvent } from '#platform/messaging/event.publisher.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';

export interface StoredRating {
  rating: number;
  /** As people see it. */
  ratedAt: Date;
  /** When the save was taken, by which saves are ordered; left out where it is `ratedAt`. */
  at?: Date;
}

/** A film that was seen, rated or not. */
export interface StoredSeen {
  /** When the save was taken. */
  at: Date;
  /** YYYY-MM-DD: the day on which it was watched. */
  seenAt?: string;
}

/** When a film was last taken out of a list. */
export type Removals = Partial<
  Record<'ratings' | 'watchlist' | 'notInterested' | 'seen' | 'rewatches', Record<string, Date>>
>;

/** What one log-in began. Of tokens only the SHA-256 is stored. */
export interface StoredSession {
  id: string;
  /** The refresh token that works. */
  token: string;
  /** The last that were used, the latest last. */
  used: { token: string; at: Date }[];
  expiresAt: Date;
}

/** Who somebody is at an OpenID Connect provider. */
export interface StoredIdentity {
  /** SHA-256 of issuer and subject. */
  key: string;
  linkedAt: Date;
}

/** A personal token. Of its text only the SHA-256 is stored. */
export interface StoredToken {
  id: string;
  name: string;
  digest: string;
  scopes: Scope[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt?: Date;
}

/** A media server that tells what was watched. Of its address's secret only the SHA-256 is stored. */
export interface StoredConnection {
  id: string;
  kind: MediaServer;
  /** Whose plays count, by their name on that server. */
  username: string;
  digest: string;
  createdAt: Date;
  lastUsedAt?: Date;
  lastPlayAt?: Date;
  lastOtherAt?: Date;
}

/** An address that a feed reader reads. */
export interface StoredFeed {
  id: string;
  kind: FeedKind;
  digest: string;
  createdAt: Date;
  lastUsedAt?: Date;
}

export interface StoredPlay {
  movieId: string;
  at: Date;
}

/** A film that was played, to be asked about. */
export interface StoredNotice {
  id: string;
  movieId: string;
  playedAt: Date;
  /** When it was noted. */
  at: Date;
  source: MediaServer;
}

const entries = { type: [MongooseSchema.Types.Mixed], default: undefined };
const byMovie = { type: MongooseSchema.Types.Mixed, default: () => ({}) };

/**
 * A user with account, ratings, feedback, and the events that the broker has not confirmed yet. All in one document,
 * because a change and its event must be one atomic write, and without transactions MongoDB writes only single documents
 * atomically. A thousand ratings take about 50 kB of the 16 MB a document may have.
 */
@Schema({ collection: 'users', writeConcern: DURABLE, minimize: false, versionKey: false })
export class UserDocument {
  _id!: Types.ObjectId;
  /** Lower case. Missing for users of a data set and for deleted accounts. */
  @Prop() email?: string;
  /** Missing also for who has only ever signed in at the provider. */
  @Prop() passwordHash?: string;
  @Prop({ type: MongooseSchema.Types.Mixed }) identity?: StoredIdentity;
  @Prop() displayName?: string;
  @Prop({ required: true }) registeredAt!: Date;
  /** Imported from a data set: has ratings, but nobody can log in. */
  @Prop({ default: false }) community!: boolean;
  /** Of an imported user: hash of the rows last loaded, by which a load skips users whose rows have not changed. */
  @Prop() contentHash?: string;
  /** Of an imported user: the data set; none where version 0.5 or earlier loaded it last. */
  @Prop() dataset?: string;
  /** Grows with every change of ratings or feedback; each change is one write that expects the version it read. */
  @Prop({ default: 0 }) version!: number;
  @Prop(byMovie) ratings!: Record<string, StoredRating>;
  @Prop(byMovie) watchlist!: Record<string, Date>;
  @Prop(byMovie) notInterested!: Record<string, Date>;
  /** Missing in documents of 0.7 and earlier. */
  @Prop({ type: MongooseSchema.Types.Mixed }) seen?: Record<string, StoredSeen>;
  /** By movie and day, see `rewatchKey`: when that was saved. Missing in documents of 0.7 and earlier. */
  @Prop({ type: MongooseSchema.Types.Mixed }) rewatches?: Record<string, Date>;
  /** When films were taken out of these lists, for a day; missing in documents of 0.5. */
  @Prop({ type: MongooseSchema.Types.Mixed }) removed?: Removals;
  /** SHA-256 of the registration's idempotency key, which counts for a day. */
  @Prop() registrationKey?: string;
  /** Missing for who has chosen nothing. */
  @Prop({ type: MongooseSchema.Types.Mixed }) viewing?: Viewing;
  /** Those unused for longest come first; MongoDB's own sort and slice keep them to fifty. */
  @Prop(entries) sessions?: StoredSession[];
  /** Grows whenever sessions end, so that a token of 0.5 that is being exchanged does not outlive that. */
  @Prop() sessionEpoch?: number;
  /** Bounded, like the other lists of secrets, by the write that adds to them. */
  @Prop(entries) tokens?: StoredToken[];
  @Prop(entries) connections?: StoredConnection[];
  @Prop(entries) feeds?: StoredFeed[];
  /** The last plays that media servers told of. */
  @Prop(entries) plays?: StoredPlay[];
  @Prop(entries) inbox?: StoredNotice[];
  @Prop({ type: [MongooseSchema.Types.Mixed], default: [] }) outbox!: OutgoingEvent[];
  /** Set on a deleted account until the broker has confirmed its last event. */
  @Prop() deletedAt?: Date;
}

export const userSchema = SchemaFactory.createForClass(UserDocument);
userSchema.index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $exists: true } } });
userSchema.index(
  { 'identity.key': 1 },
  { unique: true, partialFilterExpression: { 'identity.key': { $exists: true } } },
);
userSchema.index({ 'outbox.id': 1 }, { sparse: true });
userSchema.index({ dataset: 1 }, { sparse: true });
