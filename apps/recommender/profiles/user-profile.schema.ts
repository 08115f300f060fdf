import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';
import type { OwnedMovies, StoredFeedback, StoredRating, StoredSeen, StoredShowing } from './user.profile.js';

/** How long a deleted account is remembered, so that events which arrive late change nothing. */
const TOMBSTONE_SECONDS = 30 * 24 * 3600;

/** One user's profile; see UserProfile for what the fields mean. */
@Schema({ collection: 'tastes', versionKey: false, minimize: false, writeConcern: DURABLE })
export class UserProfileDocument {
  /** The user's id. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Number, required: true }) revision!: number;
  @Prop({ type: Number, required: true }) seenVersion!: number;
  @Prop({ type: Number, required: true }) floor!: number;
  @Prop({ type: Boolean, required: true }) community!: boolean;
  @Prop({ type: Date, required: true }) changedAt!: Date;
  @Prop({ type: MongooseSchema.Types.Mixed, required: true }) ratings!: Record<string, StoredRating>;
  @Prop({ type: MongooseSchema.Types.Mixed, required: true }) watchlist!: Record<string, StoredFeedback>;
  @Prop({ type: MongooseSchema.Types.Mixed, required: true }) notInterested!: Record<string, StoredFeedback>;
  /** Missing in documents of 0.7 and earlier. */
  @Prop({ type: MongooseSchema.Types.Mixed }) seen?: Record<string, StoredSeen>;
  /** Missing in documents of 0.7 and earlier. */
  @Prop({ type: MongooseSchema.Types.Mixed }) shown?: Record<string, StoredShowing>;
  /** Missing for who has no library, and in documents of 0.8 and earlier. */
  @Prop({ type: MongooseSchema.Types.Mixed }) owned?: OwnedMovies;
  @Prop({ type: Date }) deletedAt?: Date;
  @Prop({ type: Date }) listBehindSince?: Date;
}

export const UserProfileSchema = SchemaFactory.createForClass(UserProfileDocument);
UserProfileSchema.index({ deletedAt: 1 }, { expireAfterSeconds: TOMBSTONE_SECONDS });
UserProfileSchema.index({ changedAt: 1 });
UserProfileSchema.index({ listBehindSince: 1 }, { sparse: true });
