import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** One movie as the catalog described it at `revision`; see MovieSnapshot for what the fields mean. */
@Schema({ collection: 'films', versionKey: false, writeConcern: DURABLE, suppressReservedKeysWarning: true })
export class MovieDocument implements Omit<MovieSnapshot, 'id'> {
  /** The movie's id. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Number, required: true }) revision!: number;
  /** When it was stored here; other replicas read what is newer than what they have. */
  @Prop({ type: Date, required: true, index: true }) changedAt!: Date;
  @Prop({ type: String, required: true }) title!: string;
  @Prop({ type: Number }) year?: number;
  @Prop({ type: [String], default: undefined }) genres!: string[];
  @Prop({ type: [String], default: undefined }) keywords!: string[];
  @Prop({ type: [String], default: undefined }) cast!: string[];
  @Prop({ type: [String], default: undefined }) directors!: string[];
  @Prop({ type: String }) language?: string;
  @Prop({ type: Number }) runtime?: number;
  @Prop({ type: String }) collection?: string;
  @Prop({ type: String }) posterUrl?: string;
  @Prop({ type: Number }) voteAverage?: number;
  @Prop({ type: Number }) voteCount?: number;
}

export const MovieSchema = SchemaFactory.createForClass(MovieDocument);
