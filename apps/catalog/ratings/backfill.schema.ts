import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** Exists once all earlier ratings have been read, so that a backfill cut short by a crash runs again. */
@Schema({ collection: 'fills', writeConcern: DURABLE, versionKey: false })
export class BackfillDocument {
  @Prop({ type: String, required: true }) _id!: 'ratings';
  @Prop({ required: true }) filledAt!: Date;
}

export const backfillSchema = SchemaFactory.createForClass(BackfillDocument);
