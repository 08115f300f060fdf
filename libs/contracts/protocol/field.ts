import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  IsArray,
  IsInt,
  IsNumber,
  isObject,
  IsOptional,
  isString,
  IsString,
  MaxLength,
  ValidateBy,
} from 'class-validator';

/** What the type of a field is in TypeScript. */
interface Types {
  text: string;
  integer: number;
  number: number;
  texts: string[];
  /** One text for each ISO 3166-1 code, such as "US". */
  textByCountry: Record<string, string>;
}

/** One field of a thing that travels and is stored: a row of a table such as MOVIE_FIELDS. */
export interface Field {
  type: keyof Types;
  optional?: true;
  /** The forms of the thing that have it. */
  in: readonly string[];
  /** Characters of a text. */
  maxLength?: number;
  description?: string;
  example: unknown;
}

export type Fields = Readonly<Record<string, Field>>;

/** The rows of a table that a form has. */
export type FieldsIn<T extends Fields, Form extends string> = {
  [K in keyof T as Form extends T[K]['in'][number] ? K : never]: T[K];
};

type Optional<T extends Fields> = { [K in keyof T]: T[K] extends { optional: true } ? K : never }[keyof T];

/** The object that a table describes. */
export type Described<T extends Fields> = {
  -readonly [K in Exclude<keyof T, Optional<T>>]: Types[T[K]['type']];
} & { -readonly [K in Optional<T>]?: Types[T[K]['type']] };

export function fieldsIn<T extends Fields, Form extends string>(fields: T, form: Form): FieldsIn<T, Form> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, field]) => field.in.includes(form)),
  ) as FieldsIn<T, Form>;
}

/** A class to extend: it checks and documents each field of a table as if the field's decorators were written out. */
export function describedClass<T extends Fields>(fields: T): new () => Described<T> {
  class DescribedClass {}
  for (const [name, field] of Object.entries(fields))
    for (const decorate of [...rulesOf(field), ApiProperty(documentOf(field))])
      decorate(DescribedClass.prototype, name);
  return DescribedClass as new () => Described<T>;
}

function rulesOf({ type, optional, maxLength }: Field): PropertyDecorator[] {
  const rules: Record<keyof Types, PropertyDecorator[]> = {
    text: [IsString()],
    integer: [IsInt()],
    number: [IsNumber()],
    texts: [IsArray(), IsString({ each: true })],
    textByCountry: [IsTextByCountry()],
  };
  return [
    ...(optional ? [IsOptional()] : []),
    ...rules[type],
    ...(maxLength === undefined ? [] : [MaxLength(maxLength)]),
  ];
}

function IsTextByCountry(): PropertyDecorator {
  const isTextByCountry = (value: unknown) =>
    isObject(value) &&
    Object.entries(value).every(([code, text]) => /^[A-Z]{2}$/.test(code) && isString(text) && text !== '');
  return ValidateBy({
    name: 'isTextByCountry',
    validator: {
      validate: isTextByCountry,
      defaultMessage: () => '$property must be texts by country code, such as {"US": "…"}',
    },
  });
}

function documentOf({ type, optional, description, example }: Field): ApiPropertyOptions {
  const types: Record<keyof Types, ApiPropertyOptions> = {
    text: { type: String },
    integer: { type: 'integer' },
    number: { type: Number },
    texts: { type: [String] },
    textByCountry: { type: 'object', additionalProperties: { type: 'string' } },
  };
  return { ...types[type], required: !optional, description, example } as ApiPropertyOptions;
}
