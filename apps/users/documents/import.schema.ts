import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';
import type { FilmList, FilmValue } from './film.lists.js';

/** What an import made of a film in a list. */
export interface ImportedEntry {
  list: FilmList;
  movieId: string;
  /** Missing where the film was not in the list. */
  before?: FilmValue;
  after: FilmValue;
}

/**
 * What a part of an import changed, so that the import can be taken back. A document a part: one that grew with the import would
 * be written anew with each.
 */
@Schema({ collection: 'imports', writeConcern: DURABLE, versionKey: false })
export class ImportDocument {
  /** The import's id and a hash of the part's films: a part that is sent again is the same document. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ required: true }) importId!: string;
  @Prop({ required: true }) userId!: string;
  @Prop({ required: true }) name!: string;
  /** When the import's part was first taken. */
  @Prop({ required: true }) importedAt!: Date;
  @Prop({ required: true }) expiresAt!: Date;
  @Prop({ type: [MongooseSchema.Types.Mixed], required: true }) entries!: ImportedEntry[];
  @Prop({ type: MongooseSchema.Types.Mixed, required: true }) counts!: Partial<Record<FilmList, number>>;
}

export const importSchema = SchemaFactory.createForClass(ImportDocument);
importSchema.index({ userId: 1, importedAt: -1, importId: 1 });
importSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
