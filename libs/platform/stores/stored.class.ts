import type { Described, Field, Fields } from '#contracts/protocol/field.js';
import { Prop, Schema } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';

const TYPES: Record<Field['type'], unknown> = {
  text: String,
  integer: Number,
  number: Number,
  texts: [String],
  textByCountry: MongooseSchema.Types.Mixed,
  textByLanguage: MongooseSchema.Types.Mixed,
  integerByPerson: MongooseSchema.Types.Mixed,
  integersByCountry: MongooseSchema.Types.Mixed,
  offersByCountry: MongooseSchema.Types.Mixed,
};

/** A class to extend by a document: each field of a table as if its `@Prop` were written out. */
export function storedClass<T extends Fields>(fields: T): new () => Described<T> {
  class StoredClass {}
  for (const [name, { type, optional }] of Object.entries(fields))
    Prop({ type: TYPES[type], required: !optional, default: undefined })(StoredClass.prototype, name);
  Schema()(StoredClass);
  return StoredClass as new () => Described<T>;
}
