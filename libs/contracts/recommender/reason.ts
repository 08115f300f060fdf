import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';

export const REASON_KINDS = [
  'liked-film',
  'similar-users',
  'genre',
  'person',
  'popular',
  'keyword',
  'collection',
  'plot',
  'liked-together',
  'world',
  'disliked-film',
  'my-lists',
] as const;
export type ReasonKind = (typeof REASON_KINDS)[number];

/** Every reason there is, for a film and against one, and the kind it is of. Codes are stored and shown: they may be added, not changed. */
export const KIND_OF_REASON = {
  liked: 'liked-film',
  'similar-users': 'similar-users',
  'genre-liked': 'genre',
  director: 'person',
  'director-of-liked': 'person',
  'director-seen-in-liked': 'person',
  cast: 'person',
  'cast-of-liked': 'person',
  'cast-directed-liked': 'person',
  popular: 'popular',
  rated: 'popular',
  'rated-on-tmdb': 'popular',
  unrated: 'popular',
  'same-genre': 'genre',
  'same-director': 'person',
  'director-in-common': 'person',
  'cast-in-common': 'person',
  'same-keyword': 'keyword',
  'same-collection': 'collection',
  'similar-plot': 'plot',
  'liked-together': 'liked-together',
  'world-language': 'world',
  'world-region': 'world',
  'world-country': 'world',
  'world-genre': 'world',
  'world-decade': 'world',
  'comes-before': 'collection',
  'liked-two': 'liked-film',
  'series-liked': 'collection',
  'keyword-liked': 'keyword',
  'fits-mood': 'plot',
  // What speaks against a film.
  'gave-few-stars': 'disliked-film',
  'low-by-similar-users': 'similar-users',
  'unseen-by-similar-users': 'similar-users',
  'low-genre': 'genre',
  'low-director': 'person',
  'low-cast': 'person',
  'low-keyword': 'keyword',
  'outside-language': 'world',
  'outside-region': 'world',
  'outside-country': 'world',
  'outside-genre': 'world',
  'outside-decade': 'world',
  'little-known': 'popular',
  'low-on-tmdb': 'popular',
  'unlike-plots': 'plot',
  'is-rated': 'my-lists',
  'is-seen': 'my-lists',
  'is-on-watchlist': 'my-lists',
  'is-not-interesting': 'my-lists',
} as const satisfies Record<string, ReasonKind>;
export type ReasonCode = keyof typeof KIND_OF_REASON;
export const REASON_CODES = Object.keys(KIND_OF_REASON) as ReasonCode[];

/** What the words of a reason need besides its code; which of them, depends on the code. */
export class ReasonParams {
  @ApiPropertyOptional({ example: '78', description: 'the film the reason names' }) movieId?: string;
  @ApiPropertyOptional({ example: '603', description: 'another film the reason names' }) otherId?: string;
  @ApiPropertyOptional({
    example: 'Ridley Scott',
    description:
      'the person, genre, keyword, series, mood, language (ISO 639-1), region of languages, country (ISO 3166-1) or decade',
  })
  name?: string;
  @ApiPropertyOptional({
    type: 'integer',
    example: 12,
    description: 'how many people, or of how many liked films',
  })
  count?: number;
  @ApiPropertyOptional({ type: 'integer', example: 8, description: 'how many of the liked films are so' })
  liked?: number;
  @ApiPropertyOptional({ example: 4.6, description: 'mean rating: stars, or of 10 on TMDB' }) mean?: number;
}

/** Why a movie is recommended, without words: those are made where the reader's language is known. */
export interface CodedReason {
  code: ReasonCode;
  params: ReasonParams;
}

/** A reason as people read it. */
export class Reason {
  @ApiProperty({ enum: REASON_KINDS, example: 'liked-film' }) kind!: ReasonKind;
  @ApiProperty({ enum: REASON_CODES, enumName: 'ReasonCode', example: 'liked' }) code!: ReasonCode;
  @ApiProperty({ type: ReasonParams }) params!: ReasonParams;
  @ApiProperty({
    example: 'Because you liked Blade Runner',
    description: 'in the language of Accept-Language',
  })
  text!: string;
  @ApiPropertyOptional({ example: '78', description: 'the film the reason names' }) movieId?: string;
  @ApiPropertyOptional({ example: 'Blade Runner', description: 'the film, person or genre the reason names' })
  name?: string;
}
