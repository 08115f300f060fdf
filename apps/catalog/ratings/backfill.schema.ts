import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** Notes that all ratings were once read to the end; without it a crash half-way would pass for few ratings. */
@Schema({ collection: 'fills', writeConcern: DURABLE, versionKey: false })
export class BackfillDocument {
  @Prop({ type: String, required: true }) _id!: 'ratings';
  @Prop({ required: true }) filledAt!: Date;
}

export const backfillSchema = SchemaFactory.createForClass(BackfillDocument);
