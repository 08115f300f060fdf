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
 * What a movie is: everything that its data set says, and what queries need made from it. Which is also what is hashed,
 * so that loading the same movie again changes nothing, and a new way to make a field changes every movie once.
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
  /** The collection it belongs to; mongoose keeps that word for itself. */
  @Prop() series?: string;
  @Prop() posterPath?: string;
  /** TMDB's figure, 0 when there is none. */
  @Prop({ required: true }) popularity!: number;
  @Prop() voteAverage?: number;
  @Prop() voteCount?: number;
  @Prop({ type: MongooseSchema.Types.Mixed }) links!: MovieLinks;

  /** Lower-case genres, since names of genres compare without case. */
  @Prop({ type: [String] }) genreKeys!: string[];
  /** Ids of directors and cast. */
  @Prop({ type: [String] }) people!: string[];
  /** Every key the movie may be known by, its own title's first; see titleKeys() of libs/datasets. */
  @Prop({ type: [String] }) titleKeys!: string[];
  /** The words of all those keys, each once. */
  @Prop({ type: [String] }) titleWords!: string[];
  /** The title key without a leading article, cut so that a cursor with it stays short. */
  @Prop({ required: true }) sortTitle!: string;
  /** 0 when the year is unknown. */
  @Prop({ required: true }) sortYear!: number;
}

/** From so many ratings on a movie's average says something about the movie. */
export const ENOUGH_RATINGS = 5;

/** A movie as it is stored. */
@Schema({ collection: 'movies', writeConcern: DURABLE, versionKey: false })
export class MovieDocument extends MovieContent {
  /** TMDB's number, or `ml-` and MovieLens's. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ required: true }) contentHash!: string;
  /** Counts the changes of the content. */
  @Prop({ required: true }) revision!: number;
  @Prop({ required: true }) changedAt!: Date;
  /** Set in the same write as a change, and taken away when the broker has confirmed the event about it. */
  @Prop() unpublished?: true;

  /** Mean stars of our users, 0 while nobody has rated it. */
  @Prop({ required: true }) averageRating!: number;
  @Prop({ required: true }) ratingCount!: number;
  /** 1 when {@link ENOUGH_RATINGS} or more people rated it, else 0: what the order by rating looks at first. */
  @Prop({ required: true }) ratedByEnough!: number;
  /** A new token each time a rating of the movie changes; taken away when the two fields above have caught up. */
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
