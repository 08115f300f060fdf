/** An object of TMDB's JSON. Nothing in it is certain: it comes from outside. */
export type Json = Record<string, unknown>;

// What TMDB's JSON holds under a name, where it is of the type that it should be.

/** One line of text without spaces around it, and not empty. */
export function textIn(json: Json, name: string): string | undefined {
  const value = json[name];
  return typeof value === 'string' ? value.replace(/\s+/gu, ' ').trim() || undefined : undefined;
}

/** A number from 0. */
export function numberIn(json: Json, name: string): number | undefined {
  const value = json[name];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export function objectIn(json: Json, name: string): Json {
  return asObject(json[name]) ?? {};
}

/** The objects of a list. */
export function listIn(json: Json, name: string): Json[] {
  const value = json[name];
  return Array.isArray(value) ? value.map(asObject).filter((entry) => entry !== undefined) : [];
}

export function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}
