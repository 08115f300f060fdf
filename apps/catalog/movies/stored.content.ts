import { movieFields } from '#contracts/catalog/movie.fields.js';
import type { MovieLinks } from '#datasets/records/movie.record.js';
import { storedClass } from '#platform/stores/stored.class.js';
import { Prop, Schema } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';

const { id: _id, collection: _collection, ...STORED_RECORD } = movieFields('record');

/**
 * What the data sets say about a movie, and the fields that queries derive from it. Its hash tells whether a load changes
 * the movie, so a new way to derive a field changes every movie once.
 */
@Schema()
export class MovieContent extends storedClass(STORED_RECORD) {
  /** The collection it belongs to. */
  @Prop() series?: string;
  /** TMDB's; 0 when unknown. */
  @Prop({ required: true }) override popularity!: number;
  @Prop({ type: MongooseSchema.Types.Mixed }) links!: MovieLinks;

  /** Genres in lower case, because filters ignore case. */
  @Prop({ type: [String] }) genreKeys!: string[];
  /** Ids of directors and cast. */
  @Prop({ type: [String] }) people!: string[];
  /** The keys of all its titles, the main title's first; see titleKeys() of libs/datasets. */
  @Prop({ type: [String] }) titleKeys!: string[];
  /** The distinct words of all title keys. */
  @Prop({ type: [String] }) titleWords!: string[];
  /** By country, the services of `watch` that cost nothing for the film itself. */
  @Prop({ type: MongooseSchema.Types.Mixed }) streaming?: Record<string, number[]>;
  /** The title key without a leading article, cut so that it fits into a cursor. */
  @Prop({ required: true }) sortTitle!: string;
  /** 0 when the year is unknown. */
  @Prop({ required: true }) sortYear!: number;
}
