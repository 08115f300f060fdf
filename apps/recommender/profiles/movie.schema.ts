import { movieFields } from '#contracts/catalog/movie.fields.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { storedClass } from '#platform/stores/stored.class.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

const { id: _id, ...STORED_SNAPSHOT } = movieFields('snapshot');

/** One movie as the catalog described it at `revision`; MOVIE_FIELDS says what the fields mean. */
@Schema({ collection: 'films', versionKey: false, writeConcern: DURABLE, suppressReservedKeysWarning: true })
export class MovieDocument extends storedClass(STORED_SNAPSHOT) {
  /** The movie's id. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Number, required: true }) revision!: number;
  /** When it was stored here; other replicas read what is newer than what they have. */
  @Prop({ type: Date, required: true, index: true }) changedAt!: Date;
}

export const MovieSchema = SchemaFactory.createForClass(MovieDocument);
