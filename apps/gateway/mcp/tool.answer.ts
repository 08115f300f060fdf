/** What a route answered. */
export interface ApiAnswer {
  status: number;
  body?: unknown;
}

interface Film {
  id: string;
  title: string;
  year?: number;
  genres?: string[];
  runtime?: number;
  averageRating?: number;
}

type Item = Partial<Film> & {
  movie?: Film;
  rating?: number;
  predictedRating?: number;
  match?: number;
  reasons?: { text: string }[];
};

/**
 * An answer as an assistant reads it: films with their ids and what is said of them, without what only a page shows, such as
 * posters and parts of scores.
 */
export function toolText({ status, body }: ApiAnswer): string {
  if (status >= 400)
    return (body as { detail?: string } | undefined)?.detail ?? `The request failed (${status}).`;
  if (body === undefined || body === '') return 'Done.';
  const { items, nextCursor, ...rest } = body as { items?: Item[]; nextCursor?: string };
  if (!Array.isArray(items)) return JSON.stringify(withoutPictures(rest));
  const films = items.map(filmOf);
  return JSON.stringify({ films, ...(nextCursor !== undefined && { nextCursor }) });
}

function filmOf(item: Item) {
  const { id, title, year, genres, runtime, averageRating } = (item.movie ?? item) as Film;
  const { rating, predictedRating, match, reasons } = item;
  return {
    id,
    title,
    year,
    genres,
    runtime,
    averageRating,
    rating,
    predictedRating,
    match,
    reasons: reasons?.map(({ text }) => text),
  };
}

function withoutPictures(body: object): object {
  const { reasons, against, contributions: _, ...rest } = body as Record<string, unknown>;
  const words = (list: unknown) =>
    Array.isArray(list) ? list.map(({ text }: { text: string }) => text) : undefined;
  return { ...rest, for: words(reasons), against: words(against) };
}
