import type { ApiPropertyOptions } from '@nestjs/swagger';
import {
  IsArray,
  isInt,
  IsInt,
  IsNumber,
  isObject,
  IsOptional,
  isString,
  IsString,
  MaxLength,
  ValidateBy,
} from 'class-validator';
import { ApiProperty } from './documented.js';

/** What the type of a field is in TypeScript. */
interface Types {
  text: string;
  integer: number;
  number: number;
  texts: string[];
  /** One text for each ISO 3166-1 code, such as "US". */
  textByCountry: Record<string, string>;
  /** One text for each ISO 639-1 language, with a country where it matters: "de", "pt-BR". */
  textByLanguage: Record<string, string>;
  /** One whole number for each person, by the person's id. */
  integerByPerson: Record<string, number>;
  /** Whole numbers for each ISO 3166-1 code. */
  integersByCountry: Record<string, number[]>;
  /** Where a movie can be watched, for each ISO 3166-1 code. */
  offersByCountry: Record<string, WatchOffers>;
}

export const WAYS_TO_WATCH = ['flatrate', 'free', 'ads', 'rent', 'buy'] as const;
export type WayToWatch = (typeof WAYS_TO_WATCH)[number];

/** Where a movie can be watched in a country. */
export interface WatchOffers {
  /** TMDB's page that leads to the services. */
  link?: string;
  /** One for each service and way, the likeliest first. */
  offers: WatchOffer[];
}

export interface WatchOffer {
  /** Its number at TMDB. */
  provider: number;
  name: string;
  how: WayToWatch;
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
    textByCountry: [IsMap('textByCountry', 'texts by country code, such as {"US": "…"}', COUNTRY, isText)],
    textByLanguage: [IsMap('textByLanguage', 'texts by language, such as {"de": "…"}', LANGUAGE, isText)],
    integerByPerson: [IsMap('integerByPerson', 'whole numbers by person', /./, isInt)],
    integersByCountry: [IsMap('integersByCountry', 'whole numbers by country code', COUNTRY, isIntegers)],
    offersByCountry: [IsMap('offersByCountry', 'offers by country code', COUNTRY, isWatchOffers)],
  };
  return [
    ...(optional ? [IsOptional()] : []),
    ...rules[type],
    ...(maxLength === undefined ? [] : [MaxLength(maxLength)]),
  ];
}

const COUNTRY = /^[A-Z]{2}$/;
const LANGUAGE = /^[a-z]{2}(-[A-Z]{2})?$/;

function IsMap(
  name: string,
  what: string,
  key: RegExp,
  isValue: (value: unknown) => boolean,
): PropertyDecorator {
  const validate = (value: unknown) =>
    isObject(value) && Object.entries(value).every(([code, entry]) => key.test(code) && isValue(entry));
  return ValidateBy({
    name: `is${name[0].toUpperCase()}${name.slice(1)}`,
    validator: { validate, defaultMessage: () => `$property must be ${what}` },
  });
}

function isIntegers(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => isInt(one));
}

function isText(value: unknown): boolean {
  return isString(value) && value !== '';
}

function isWatchOffers(value: unknown): boolean {
  const { link, offers } = (value ?? {}) as Partial<WatchOffers>;
  return (
    (link === undefined || isText(link)) &&
    Array.isArray(offers) &&
    offers.every(
      (offer: Partial<WatchOffer>) =>
        isInt(offer?.provider) && isText(offer.name) && WAYS_TO_WATCH.includes(offer.how!),
    )
  );
}

const WATCH_OFFERS = {
  type: 'object',
  required: ['offers'],
  properties: {
    link: { type: 'string' },
    offers: {
      type: 'array',
      items: {
        type: 'object',
        required: ['provider', 'name', 'how'],
        properties: {
          provider: { type: 'integer' },
          name: { type: 'string' },
          how: { type: 'string', enum: [...WAYS_TO_WATCH] },
        },
      },
    },
  },
};

function documentOf({ type, optional, description, example }: Field): ApiPropertyOptions {
  const types: Record<keyof Types, ApiPropertyOptions> = {
    text: { type: String },
    integer: { type: 'integer' },
    number: { type: Number },
    texts: { type: [String] },
    textByCountry: { type: 'object', additionalProperties: { type: 'string' } },
    textByLanguage: { type: 'object', additionalProperties: { type: 'string' } },
    integerByPerson: { type: 'object', additionalProperties: { type: 'integer' } },
    integersByCountry: {
      type: 'object',
      additionalProperties: { type: 'array', items: { type: 'integer' } },
    },
    offersByCountry: { type: 'object', additionalProperties: WATCH_OFFERS },
  };
  return { ...types[type], required: !optional, description, example } as ApiPropertyOptions;
}
