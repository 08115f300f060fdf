import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';
import type { MovieSource } from './movie.sources.js';
import { MovieContent } from './stored.content.js';

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
  /** Versions up to 0.10 published it without its titles in other languages. */
  @Prop() titlesTold?: true;

  /** Mean of our users' ratings in stars, shrunk (shrunkMean); 0 without ratings. */
  @Prop({ required: true }) averageRating!: number;
  @Prop({ required: true }) ratingCount!: number;
  /** 1 with FEWEST_PEOPLE ratings or more, else 0; the order by rating compares it first. */
  @Prop({ required: true }) ratedByEnough!: number;
  /** Versions up to 0.6 stored the plain mean. */
  @Prop() averageShrunk?: true;
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
movieSchema.index({ series: 1 }, { sparse: true });
movieSchema.index({ titleWords: 1 });
movieSchema.index({ titleKeys: 1 });
movieSchema.index({ 'links.movielens': 1 }, { sparse: true });
movieSchema.index({ 'links.imdb': 1 }, { sparse: true });
movieSchema.index({ 'sources.name': 1 });
movieSchema.index({ changedAt: -1 });
movieSchema.index({ unpublished: 1 }, { sparse: true });
movieSchema.index({ ratingsStale: 1 }, { sparse: true });
