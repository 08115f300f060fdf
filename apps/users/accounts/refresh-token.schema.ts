import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

/** A refresh token as 0.5 stored it: works once, and belongs to the family that one log-in started. */
@Schema({ collection: 'refreshTokens', writeConcern: DURABLE, versionKey: false })
export class RefreshTokenDocument {
  /** SHA-256 of the token, which itself is not stored. */
  @Prop({ type: String }) _id!: string;
  @Prop({ required: true, index: true }) familyId!: string;
  @Prop({ type: Types.ObjectId, required: true, index: true }) userId!: Types.ObjectId;
  @Prop({ required: true, index: { expireAfterSeconds: 0 } }) expiresAt!: Date;
  @Prop() usedAt?: Date;
}

export const refreshTokenSchema = SchemaFactory.createForClass(RefreshTokenDocument);
