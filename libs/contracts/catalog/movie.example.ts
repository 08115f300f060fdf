import type { Described, Field } from '../protocol/field.js';
import { MOVIE_FIELDS } from './movie.fields.js';

/** The movie of the OpenAPI document, with every field that there is: tests follow it through the services. */
export const EXAMPLE_MOVIE = Object.fromEntries(
  Object.entries<Field>(MOVIE_FIELDS).map(([name, { example }]) => [name, example]),
) as Required<Described<typeof MOVIE_FIELDS>>;
