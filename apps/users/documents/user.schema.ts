import type { OutgoingEvent } from '#platform/messaging/event.publisher.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';

export interface StoredRating {
  rating: number;
  ratedAt: Date;
}

const byMovie = { type: MongooseSchema.Types.Mixed, default: () => ({}) };

/**
 * One user, whole: account, ratings, feedback, and the events about them that the broker has not confirmed yet.
 * All of it in one document, because a change and its event must be one atomic write and one document is what
 * MongoDB writes atomically without transactions. A thousand ratings are about 50 kB of the 16 MB a document may have.
 */
@Schema({ collection: 'users', writeConcern: DURABLE, minimize: false, versionKey: false })
export class UserRecord {
  _id!: Types.ObjectId;
  /** Lower case. Missing for users of a data set and for deleted accounts. */
  @Prop() email?: string;
  @Prop() passwordHash?: string;
  @Prop() displayName?: string;
  @Prop({ required: true }) registeredAt!: Date;
  /** Someone of a data set: rates, but nobody logs in as them. */
  @Prop({ default: false }) community!: boolean;
  /** Of a data set's user: hash of the ratings loaded, so that loading again changes nothing. */
  @Prop() contentHash?: string;
  /** Counts every change of ratings and feedback; each change is one write that expects the version it saw. */
  @Prop({ default: 0 }) version!: number;
  @Prop(byMovie) ratings!: Record<string, StoredRating>;
  @Prop(byMovie) watchlist!: Record<string, Date>;
  @Prop(byMovie) notInterested!: Record<string, Date>;
  @Prop({ type: [MongooseSchema.Types.Mixed], default: [] }) outbox!: OutgoingEvent[];
  /** Set while a deleted account only waits for its last event to be sent. */
  @Prop() deletedAt?: Date;
}

export const userSchema = SchemaFactory.createForClass(UserRecord);
userSchema.index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $exists: true } } });
userSchema.index({ 'outbox.id': 1 }, { sparse: true });
