import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** The films that somebody has on a Jellyfin server. Its own document: it is rewritten every hour. */
@Schema({ collection: 'libraries', writeConcern: DURABLE, versionKey: false, minimize: false })
export class LibraryDocument {
  /** Its owner's id. */
  @Prop({ type: String, required: true }) _id!: string;
  /** Missing once it was removed, until others have heard of that. */
  @Prop() address?: string;
  /** Encrypted. */
  @Prop() token?: string;
  @Prop({ required: true }) addedAt!: Date;
  @Prop({ type: [String], required: true }) movieIds!: string[];
  /** Films there that the catalogue does not have. */
  @Prop({ required: true }) unknown!: number;
  /** When the movies last changed, in ms since 1970; and the version of them that the broker has confirmed. */
  @Prop({ required: true }) version!: number;
  @Prop({ required: true }) announced!: number;
  @Prop({ required: true }) dueAt!: Date;
  @Prop() refreshedAt?: Date;
  @Prop() problem?: string;
}

export const librarySchema = SchemaFactory.createForClass(LibraryDocument);
librarySchema.index({ dueAt: 1 });
