import { DURABLE } from '#platform/stores/mongo.module.js';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';
import type { FilmList, FilmValue } from './film.lists.js';

/** What an import made of a film in a list. */
export interface ImportedEntry {
  /** Missing where the film was not in the list. */
  before?: FilmValue;
  after: FilmValue;
}

export type ImportedEntries = Partial<Record<FilmList, Record<string, ImportedEntry>>>;

/** What an import changed, so that it can be taken back. Twenty thousand films take about 4 MB of the 16 a document may have. */
@Schema({ collection: 'imports', writeConcern: DURABLE, minimize: false, versionKey: false })
export class ImportDocument {
  /** The import's id. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ required: true }) userId!: string;
  @Prop({ required: true }) name!: string;
  @Prop({ required: true }) importedAt!: Date;
  @Prop({ required: true }) expiresAt!: Date;
  @Prop({ type: MongooseSchema.Types.Mixed, default: () => ({}) }) films!: ImportedEntries;
}

export const importSchema = SchemaFactory.createForClass(ImportDocument);
importSchema.index({ userId: 1, importedAt: -1 });
importSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
