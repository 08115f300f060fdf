import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

/** One refresh token: stored only as its SHA-256, usable once, one of a family that began with a log-in. */
@Schema({ collection: 'refreshTokens', writeConcern: DURABLE, versionKey: false })
export class RefreshTokenRecord {
  @Prop({ type: String }) _id!: string;
  @Prop({ required: true, index: true }) familyId!: string;
  @Prop({ type: Types.ObjectId, required: true, index: true }) userId!: Types.ObjectId;
  @Prop({ required: true, index: { expireAfterSeconds: 0 } }) expiresAt!: Date;
  @Prop() usedAt?: Date;
}

export const refreshTokenSchema = SchemaFactory.createForClass(RefreshTokenRecord);
