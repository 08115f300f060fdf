import createClient from 'openapi-fetch';
import { fetchOrTake } from '../session/early';
import { ApiProblem } from '../http/problem';
import type { components, paths } from '../http/schema';

/** The API, typed by the gateway's own OpenAPI document; every call carries the access token when there is one. */
export const api = createClient<paths>({ fetch: fetchOrTake });

type Schemas = components['schemas'];
export type MovieCard = Schemas['MovieCard'];
export type MoviePage = Schemas['MoviePage'];
export type MovieDetails = Schemas['MovieDetails'];
export type FoundPerson = Schemas['FoundPerson'];
export type Recommendation = Schemas['Recommendation'];
export type RecommendationPage = Schemas['RecommendationPage'];
export type RowPage = Schemas['ToldRowPage'];
export type RowOfFilms = Schemas['Row'];
export type Contributions = Schemas['Contributions'];
export type Reason = Schemas['Reason'];
export type RatedMovie = Schemas['RatedMovie'];
/** `seenAt` is known of some of what was seen. */
export type SavedMovie = Schemas['SavedMovie'] & { seenAt?: string };
export type MovieMatch = Schemas['MovieMatch'];
export type Taste = Schemas['Taste'];
export type ImportResult = Schemas['ImportResult'];
export type ImportLook = Schemas['ImportLook'];
export type ImportDecisions = Schemas['ImportDecisions'];
export type ColumnMapping = Schemas['Mapping'];
export type LeftOutRow = Schemas['LeftOutRow'];
export type UserProfile = Schemas['UserProfile'];

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** @throws ApiProblem when the answer is one; `Unreachable` passes through */
export async function answerOf<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw ApiProblem.from(response, error);
  return data as T;
}
