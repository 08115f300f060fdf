import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';
import { ListHead, type RankedList, type RankedMovie, Recommendation } from './recommendation.js';

export const ROW_KINDS = [
  'for-you',
  'because-you-loved',
  'director',
  'deep-cuts',
  'new-to-you',
  'new-films',
  'short-evenings',
  'on-your-services',
  'watchlist',
  'at-home',
  'well-known',
  'genre',
] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** Every title there is, and the kind of row it stands over. Codes are stored and shown: they may be added, not changed. */
export const KIND_OF_ROW_TITLE = {
  'for-you': 'for-you',
  'because-you-loved': 'because-you-loved',
  'more-of-director': 'director',
  'deep-cuts': 'deep-cuts',
  'deep-cuts-language': 'deep-cuts',
  'deep-cuts-region': 'deep-cuts',
  'deep-cuts-country': 'deep-cuts',
  'deep-cuts-genre': 'deep-cuts',
  'deep-cuts-decade': 'deep-cuts',
  'new-country': 'new-to-you',
  'new-genre': 'new-to-you',
  'new-films': 'new-films',
  'short-evenings': 'short-evenings',
  'on-your-services': 'on-your-services',
  watchlist: 'watchlist',
  'at-home': 'at-home',
  'well-known': 'well-known',
  'well-known-genre': 'genre',
} as const satisfies Record<string, RowKind>;
export type RowTitleCode = keyof typeof KIND_OF_ROW_TITLE;
export const ROW_TITLE_CODES = Object.keys(KIND_OF_ROW_TITLE) as RowTitleCode[];

/** What the words of a title need besides its code; which of them, depends on the code. */
export class RowTitleParams {
  @ApiPropertyOptional({ example: '78', description: 'the film the title names' }) movieId?: string;
  @ApiPropertyOptional({
    example: 'Ridley Scott',
    description:
      'the person, genre, language (ISO 639-1), region of languages, country (ISO 3166-1) or decade that the row is of',
  })
  name?: string;
  @ApiPropertyOptional({ type: 'integer', example: 3, description: 'how many films I liked of it' })
  count?: number;
  @ApiPropertyOptional({ type: 'integer', example: 90, description: 'no film of the row is longer' })
  minutes?: number;
}

/** The title of a row without words: those are made where the reader's language is known. */
export interface CodedRowTitle {
  code: RowTitleCode;
  params: RowTitleParams;
}

/** A row as the recommender makes it. */
export interface RankedRow {
  /** Of letters, digits and "-"; the same as long as the row is about the same. */
  id: string;
  title: CodedRowTitle;
  /** At most ROW_LENGTH, by falling score. */
  items: RankedMovie[];
}

/** A list with the rows that were made with it, of the same scores. */
export interface ComposedList extends RankedList {
  rows?: RankedRow[];
}

/** The rows of a page; the first is the beginning of the plain list, which goes on after it. */
export interface RankedRows extends ListHead {
  rows: RankedRow[];
  /** How many films the plain list has. */
  listLength: number;
}

export class RowTitle {
  @ApiProperty({ enum: ROW_TITLE_CODES, enumName: 'RowTitleCode', example: 'because-you-loved' })
  code!: RowTitleCode;
  @ApiProperty({ type: RowTitleParams }) params!: RowTitleParams;
  @ApiProperty({
    example: 'Because you loved Blade Runner',
    description: 'in the language of Accept-Language',
  })
  text!: string;
}

/** A row as people see it. */
export class Row {
  @ApiProperty({ example: 'because-78', pattern: '^[a-z0-9-]{1,80}$' }) id!: string;
  @ApiProperty({ enum: ROW_KINDS, enumName: 'RowKind', example: 'because-you-loved' }) kind!: RowKind;
  @ApiProperty({ type: RowTitle }) title!: RowTitle;
  @ApiProperty({ type: [Recommendation] }) items!: Recommendation[];
  @ApiPropertyOptional({
    example: '/me/rows/because-78',
    description: 'where the row goes on, below the base path; missing when all of it is here',
  })
  more?: string;
}

/** A composed page: rows in their order, no film twice. */
export class RowPage extends ListHead {
  @ApiProperty({ type: [Row] }) rows!: Row[];
}

/** How many films a row holds at most; the first goes on in the plain list. */
export const ROW_LENGTH = 30;
/** What a row is called in addresses. */
export const ROW_ID = /^[a-z0-9-]{1,80}$/;
