import type { Delivery, WebhookEvent } from '#contracts/users/webhooks.rpc.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';

export interface StoredDelivery extends Omit<Delivery, 'at'> {
  at: Date;
}

/** A list to tell of, the last of those that came since the one before was told of. */
export interface DueList {
  at: Date;
  ratingsVersion: number;
  generatedAt: string;
}

/** An address that somebody wants to be told at. A document of its own: it changes with every list. */
@Schema({ collection: 'webhooks', writeConcern: DURABLE, versionKey: false })
export class WebhookDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ required: true }) userId!: string;
  /** One of so many as a person may have. */
  @Prop({ required: true }) slot!: number;
  /** Both sealed: an address may hold a secret too. */
  @Prop({ required: true }) url!: string;
  @Prop({ required: true }) secret!: string;
  @Prop({ type: [String], required: true }) events!: WebhookEvent[];
  @Prop({ required: true }) createdAt!: Date;
  @Prop() lastUsedAt?: Date;
  /** Deliveries that failed for good since one arrived. */
  @Prop({ default: 0 }) failures!: number;
  @Prop() offSince?: Date;
  @Prop({ type: MongooseSchema.Types.Mixed }) due?: DueList;
  @Prop() lastListAt?: Date;
  /** Films that were told of, the latest last. */
  @Prop({ type: [String], default: [] }) told!: string[];
  /** The latest last. */
  @Prop({ type: [MongooseSchema.Types.Mixed], default: [] }) deliveries!: StoredDelivery[];
}

export const webhookSchema = SchemaFactory.createForClass(WebhookDocument);
webhookSchema.index({ userId: 1, slot: 1 }, { unique: true });
webhookSchema.index({ 'due.at': 1 }, { sparse: true });
