import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';

/** Ids of the same movie elsewhere. */
export interface MovieLinks {
  movielens?: string;
  imdb?: string;
  tmdb?: string;
}

/**
 * What the data set says about a movie, and the fields that queries derive from it. Its hash tells whether a load changes
 * the movie, so a new way to derive a field changes every movie once.
 */
@Schema()
export class MovieContent {
  @Prop({ required: true }) title!: string;
  @Prop() originalTitle?: string;
  @Prop() year?: number;
  @Prop() overview?: string;
  @Prop() tagline?: string;
  @Prop({ type: [String] }) genres!: string[];
  @Prop({ type: [String] }) keywords!: string[];
  /** In billing order. */
  @Prop({ type: [String] }) cast!: string[];
  @Prop({ type: [String] }) directors!: string[];
  @Prop() language?: string;
  /** Minutes. */
  @Prop() runtime?: number;
  /** The collection it belongs to; mongoose reserves that word. */
  @Prop() series?: string;
  @Prop() posterPath?: string;
  /** TMDB's popularity; 0 when unknown. */
  @Prop({ required: true }) popularity!: number;
  @Prop() voteAverage?: number;
  @Prop() voteCount?: number;
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
movieSchema.index({ changedAt: -1 });
movieSchema.index({ unpublished: 1 }, { sparse: true });
movieSchema.index({ ratingsStale: 1 }, { sparse: true });
