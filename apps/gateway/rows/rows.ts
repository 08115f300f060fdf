import type { Viewing } from '#contracts/users/access.token.js';
import { isEmptyFilter, type MovieFilter } from '#contracts/catalog/movie.js';
import { AppError } from '#contracts/protocol/app.error.js';
import type { RankedMovie } from '#contracts/recommender/recommendation.js';
import { ROW_ID, type RankedRow } from '#contracts/recommender/row.js';
import { Injectable } from '@nestjs/common';
import { Impressions } from '../impressions/impressions.js';
import type { Language, Reader } from '../language/language.js';
import { renderRowTitle } from '../language/row.titles.js';
import { CardCache, type Cards } from '../recommendations/card.cache.js';
import { decodeListCursor, encodeListCursor } from '../recommendations/list.cursor.js';
import { headJson, itemsJson, movieIdsOf, pageJson } from '../recommendations/list.page.js';
import { fillPage } from '../recommendations/page.filling.js';
import { Recommendations } from '../recommendations/recommendations.js';
import { PersonalRows } from './personal.rows.js';
import { onServices, SERVICES_ROW, ServicesRow } from './services.row.js';

const DEFAULT_LIMIT = 20;
/** The row that is the beginning of the plain list. */
const PLAIN_LIST = 'for-you';

/** For whom rows are, and of which films. */
export interface RowRequest {
  viewing: Viewing;
  filter: MovieFilter;
  reader: Reader;
  limit?: number;
}

/** The page of rows, and each of its rows by itself. */
@Injectable()
export class Rows {
  constructor(
    private readonly personal: PersonalRows,
    private readonly recommendations: Recommendations,
    private readonly services: ServicesRow,
    private readonly cards: CardCache,
    private readonly impressions: Impressions,
  ) {}

  /** @returns a `RowPage` as JSON */
  async page(
    userId: string,
    { viewing, filter, reader, limit = DEFAULT_LIMIT }: RowRequest,
  ): Promise<string> {
    const [{ head, rows, hidden, listLength }, services] = await Promise.all([
      this.personal.of(userId, filter),
      this.services.row(userId, viewing, filter),
    ]);
    const shown = withServices(rows, services).flatMap((row) => {
      const items = row.items.filter(({ movieId }) => !hidden.has(movieId));
      const left = row.id === PLAIN_LIST ? listLength : items.length;
      const cut = items.slice(0, limit);
      return cut.length === 0 ? [] : [{ row, items: cut, goesOn: left > cut.length }];
    });
    const cards = await this.cards.of(
      shown.flatMap(({ row, items }) => [...namedBy(row), ...movieIdsOf({ movies: items })]),
      reader.films,
    );
    this.impressions.note(
      userId,
      shown.flatMap(({ items }) => items.map(({ movieId }) => movieId)),
    );
    const json = shown.flatMap(
      ({ row, items, goesOn }) => rowJson(row, items, goesOn, cards, reader.language) ?? [],
    );
    return `${headJson(head, reader.language).slice(0, -1)},"rows":[${json.join(',')}]}`;
  }

  /**
   * @returns a `RecommendationPage` as JSON
   * @throws AppError `row_not_found`; `validation_failed` when the cursor is not one of this row
   */
  async row(
    userId: string,
    id: string,
    { viewing, filter, limit = DEFAULT_LIMIT, cursor, reader }: RowRequest & { cursor?: string },
  ): Promise<string> {
    if (id === PLAIN_LIST) return this.recommendations.page(userId, { limit, cursor, filter, reader });
    if (id === SERVICES_ROW) {
      const theirs = onServices(viewing, filter);
      if (!theirs) throw new AppError('row_not_found');
      return this.recommendations.page(userId, { limit, cursor, filter: theirs, reader });
    }
    if (!ROW_ID.test(id)) throw new AppError('row_not_found');
    const position = cursor === undefined ? { from: 0 } : decodeListCursor(cursor, `row:${id}`);
    const { head, listId, rows, hidden } = await this.personal.of(userId, filter, position.listId);
    const items = rows.find((row) => row.id === id)?.items;
    if (!items) throw new AppError('row_not_found');
    const { movies, next } = await fillPage(
      { from: position.from, limit },
      (at, count) =>
        Promise.resolve({ movies: items.slice(at, at + count), more: at + count < items.length }),
      () => Promise.resolve(hidden),
    );
    const nextCursor = next === undefined ? undefined : encodeListCursor(`row:${id}`, listId, next);
    if (nextCursor !== undefined && isEmptyFilter(filter)) this.personal.keep(userId, listId);
    const cards = await this.cards.of(movieIdsOf({ movies }), reader.films);
    return pageJson({ head, movies, nextCursor }, cards, reader.language);
  }
}

/** After the first row, with what no other row shows. */
function withServices(rows: readonly RankedRow[], services: RankedRow | undefined): readonly RankedRow[] {
  if (!services) return rows;
  const elsewhere = new Set(rows.flatMap(({ items }) => items.map(({ movieId }) => movieId)));
  const items = services.items.filter(({ movieId }) => !elsewhere.has(movieId));
  return [...rows.slice(0, 1), { ...services, items }, ...rows.slice(1)];
}

const namedBy = ({ title }: RankedRow): string[] =>
  title.params.movieId === undefined ? [] : [title.params.movieId];

/** A `Row`; undefined when its title has no words here. */
function rowJson(
  { id, title }: RankedRow,
  items: readonly RankedMovie[],
  goesOn: boolean,
  cards: Cards,
  language: Language,
): string | undefined {
  const told = renderRowTitle(title, language, (movieId) => cards.get(movieId)?.card.title);
  if (!told) return undefined;
  const more = goesOn ? `,"more":"/me/rows/${id}"` : '';
  return `${JSON.stringify({ id, ...told }).slice(0, -1)},"items":${itemsJson(items, cards, language)}${more}}`;
}
