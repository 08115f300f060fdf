import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** TMDB's terms let nobody keep its data for longer than six months without asking again. */
export const KEPT_DAYS = 180;
/** Before that a film is asked for again. */
export const REFRESH_DAYS = 150;

/** A film that is brought in from TMDB, and when next. */
@Schema({ collection: 'tmdb-films', writeConcern: DURABLE, versionKey: false })
export class TrackedFilm {
  /** TMDB's number. */
  @Prop({ type: String, required: true }) _id!: string;
  /** Of TMDB's audience, as it was listed: the films that most people know come first. */
  @Prop({ required: true }) votes!: number;
  /** It is asked for once this has passed. */
  @Prop({ required: true }) dueAt!: Date;
  /** What was wanted of films when it was brought in; others are wanted again. */
  @Prop() wanted?: string;
}

export const trackedFilmSchema = SchemaFactory.createForClass(TrackedFilm);
trackedFilmSchema.index({ dueAt: 1 });

/** How far TMDB's lists were followed. One document. */
@Schema({ collection: 'tmdb-state', writeConcern: DURABLE, versionKey: false })
export class SyncState {
  @Prop({ type: String, required: true }) _id!: string;
  /** When all films with so many votes were listed. */
  @Prop() listedAt?: Date;
  @Prop() minVotes?: number;
  /** Until when changes are known. */
  @Prop() followedTo?: Date;
  /** When all that was known to have changed had been brought in. */
  @Prop() followedAt?: Date;
}

export const syncStateSchema = SchemaFactory.createForClass(SyncState);
