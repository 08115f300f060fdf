import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

export const BACKFILL_PARTS = ['films', 'tastes'] as const;
export type BackfillPart = (typeof BACKFILL_PARTS)[number];

/** Records that a part of the read model was once read completely: after a crash, half a catalogue looks like a small one. */
@Schema({ collection: 'fills', versionKey: false, writeConcern: DURABLE })
export class BackfillDocument {
  @Prop({ type: String, required: true }) _id!: BackfillPart;
  @Prop({ type: Date, required: true }) filledAt!: Date;
}

export const BackfillSchema = SchemaFactory.createForClass(BackfillDocument);
