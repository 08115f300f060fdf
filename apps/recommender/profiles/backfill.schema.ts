import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

export const BACKFILL_PARTS = ['films', 'tastes'] as const;
export type BackfillPart = (typeof BACKFILL_PARTS)[number];

/** Notes that a part of the read model was once read to its end; without it a crash half-way would pass for a small catalogue. */
@Schema({ collection: 'fills', versionKey: false, writeConcern: DURABLE })
export class BackfillDocument {
  @Prop({ type: String, required: true }) _id!: BackfillPart;
  @Prop({ type: Date, required: true }) filledAt!: Date;
}

export const BackfillSchema = SchemaFactory.createForClass(BackfillDocument);
