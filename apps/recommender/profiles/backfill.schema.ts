import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

export const FILLED_PARTS = ['films', 'tastes'] as const;
export type FilledPart = (typeof FILLED_PARTS)[number];

/** Notes that a part of the read model was once read to its end; without it a crash half-way would pass for a small catalogue. */
@Schema({ collection: 'fills', versionKey: false, writeConcern: DURABLE })
export class FillDocument {
  @Prop({ type: String, required: true }) _id!: FilledPart;
  @Prop({ type: Date, required: true }) filledAt!: Date;
}

export const FillSchema = SchemaFactory.createForClass(FillDocument);
