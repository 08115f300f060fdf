import { movieFields } from '#contracts/catalog/movie.fields.js';
import type { MovieLinks } from '#datasets/records/movie.record.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { storedClass } from '#platform/stores/stored.class.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';
import type { MovieSource } from './movie.sources.js';

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
  /** The title key without a leading article, cut so that it fits into a cursor. */
  @Prop({ required: true }) sortTitle!: string;
  /** 0 when the year is unknown. */
  @Prop({ required: true }) sortYear!: number;
}

/** With fewer ratings an average says little about the movie. */
export const ENOUGH_RATINGS = 5;

/** A stored movie. */
@Schema({ collection: 'movies', writeConcern: DURABLE, versionKey: false })
export class MovieDocument extends MovieContent {
  /** TMDB's number, or `ml-` and MovieLens's. */
  @Prop({ type: String, required: true }) _id!: string;
  /** Who said what; none in what versions up to 0.5 stored, and empty in a movie that is gone but not yet deleted. */
  @Prop({ type: [MongooseSchema.Types.Mixed], default: undefined }) sources?: MovieSource[];
  @Prop({ required: true }) contentHash!: string;
  /** Grows with every change of the content. */
  @Prop({ required: true }) revision!: number;
  @Prop({ required: true }) changedAt!: Date;
  /** Set by the write that changes the movie, removed when the broker has confirmed the event about it. */
  @Prop() unpublished?: true;

  /** Mean of our users' ratings in stars; 0 without ratings. */
  @Prop({ required: true }) averageRating!: number;
  @Prop({ required: true }) ratingCount!: number;
  /** 1 with {@link ENOUGH_RATINGS} ratings or more, else 0; the order by rating compares it first. */
  @Prop({ required: true }) ratedByEnough!: number;
  /** A new token each time a rating of the movie changes; removed when the three fields above are up to date. */
  @Prop() ratingsStale?: string;
}

export const movieSchema = SchemaFactory.createForClass(MovieDocument);

movieSchema.index({ popularity: -1, ratingCount: -1, _id: 1 });
movieSchema.index({ ratedByEnough: -1, averageRating: -1, ratingCount: -1, _id: 1 });
movieSchema.index({ sortYear: -1, popularity: -1, _id: 1 });
movieSchema.index({ sortTitle: 1, _id: 1 });
movieSchema.index({ genreKeys: 1, popularity: -1 });
movieSchema.index({ year: 1 });
movieSchema.index({ language: 1, popularity: -1 });
movieSchema.index({ people: 1 });
movieSchema.index({ titleWords: 1 });
movieSchema.index({ titleKeys: 1 });
movieSchema.index({ 'links.movielens': 1 }, { sparse: true });
movieSchema.index({ 'links.imdb': 1 }, { sparse: true });
movieSchema.index({ 'sources.name': 1 });
movieSchema.index({ changedAt: -1 });
movieSchema.index({ unpublished: 1 }, { sparse: true });
movieSchema.index({ ratingsStale: 1 }, { sparse: true });
