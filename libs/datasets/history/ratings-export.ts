/** One line of somebody's exported ratings. */
export interface ExportedRating {
  movieId: string;
  title: string;
  year?: number;
  /** 1–5 in steps of 0.5. */
  rating: number;
  ratedAt: Date;
}

/** What a spreadsheet would take for a formula, and a guarded one. */
const formula = /^'*[=+\-@\t\r]/u;

/**
 * Somebody's ratings as CSV with the columns movieId, title, year, rating, ratedAt (ISO 8601, UTC); lines end in CRLF.
 * A title a spreadsheet would run as a formula gets an apostrophe before it, which the import takes away again.
 *
 * @param options  without `header` the lines go on from another text
 */
export function writeRatingsCsv(ratings: Iterable<ExportedRating>, { header = true } = {}): string {
  const lines = header ? ['movieId,title,year,rating,ratedAt'] : [];
  for (const { movieId, title, year, rating, ratedAt } of ratings) {
    lines.push([movieId, csvCell(title), year ?? '', rating, ratedAt.toISOString()].join(','));
  }
  return lines.join('\r\n') + '\r\n';
}

/** A text as a cell that no spreadsheet takes for a formula. */
export function csvCell(text: string): string {
  return quoted(formula.test(text) ? `'${text}` : text);
}

/** The title as it was before {@link writeRatingsCsv} made it safe. */
export function withoutFormulaGuard(title: string): string {
  return title.startsWith("'") && formula.test(title) ? title.slice(1) : title;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
