import type { Contributions, RankedMovie } from '#contracts/recommender/recommendation.js';
import type { CodedReason, ReasonCode } from '#contracts/recommender/reason.js';
import { decode, encode } from '@msgpack/msgpack';

/** Movies of a list that are stored, and read, together: a page of the usual size is one block. */
export const BLOCK_LENGTH = 20;

const SCORE_STEP = 10_000;
const STAR_STEP = 10;
/** Their order is stored: add at the end. */
const PARTS = ['collaborative', 'plot', 'genres', 'people', 'keywords', 'popularity'] as const;

/** A movie's id as a number where it is one, which takes half the bytes. */
type PackedId = number | string;
/** Index of the code among the block's words, mean × 10, how many, movie, index of the name among the words, how many liked, another movie. */
type PackedReason = [
  number,
  (number | null)?,
  (number | null)?,
  (PackedId | null)?,
  (number | null)?,
  (number | null)?,
  (PackedId | null)?,
];
/** Id, stars × 10, the parts of the score × 10,000, reasons; from 0.7 on the match. */
type PackedMovie = [PackedId, number, number[], PackedReason[], number?];
/** Every word once, then the movies. */
type PackedBlock = [string[], PackedMovie[]];

/**
 * Movies as a block of bytes, about 45 a movie: MessagePack of arrays instead of objects, every word once, fractions as
 * whole numbers. The score is the sum of its parts and is not stored. Rounds scores to 4 decimals and stars to one.
 */
export function encodeBlock(movies: readonly RankedMovie[]): Buffer {
  const words = new Map<string, number>();
  const wordAt = (word: string) => words.get(word) ?? (words.set(word, words.size), words.size - 1);
  const packed = movies.map(({ movieId, match, predictedRating, contributions, reasons }): PackedMovie => [
    packId(movieId),
    Math.round(predictedRating * STAR_STEP),
    PARTS.map((part) => Math.round(contributions[part] * SCORE_STEP)),
    reasons.map((reason) => packReason(reason, wordAt)),
    ...(match === undefined ? ([] as const) : ([match] as const)),
  ]);
  const bytes = encode([[...words.keys()], packed] satisfies PackedBlock);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @throws RangeError when the bytes are not a block */
export function decodeBlock(bytes: Uint8Array): RankedMovie[] {
  const [words, movies] = decode(bytes) as PackedBlock;
  return movies.map(([id, stars, parts, reasons, match]) => ({
    movieId: String(id),
    score: parts.reduce((sum, part) => sum + part, 0) / SCORE_STEP,
    ...(match !== undefined && { match }),
    predictedRating: stars / STAR_STEP,
    contributions: Object.fromEntries(
      PARTS.map((part, at) => [part, parts[at] / SCORE_STEP]),
    ) as unknown as Contributions,
    reasons: reasons.map((reason) => unpackReason(reason, words)),
  }));
}

/** Numbers that are written as JavaScript writes them; "007" stays a text. */
function packId(id: string): PackedId {
  return /^(0|[1-9]\d{0,9})$/.test(id) ? Number(id) : id;
}

function packReason({ code, params }: CodedReason, wordAt: (word: string) => number): PackedReason {
  const { mean, count, movieId, name, liked, otherId } = params;
  const packed: PackedReason = [
    wordAt(code),
    mean === undefined ? null : Math.round(mean * STAR_STEP),
    count ?? null,
    movieId === undefined ? null : packId(movieId),
    name === undefined ? null : wordAt(name),
    liked ?? null,
    otherId === undefined ? null : packId(otherId),
  ];
  while (packed.at(-1) === null) packed.pop();
  return packed;
}

function unpackReason(
  [code, mean, count, movieId, name, liked, otherId]: PackedReason,
  words: string[],
): CodedReason {
  return {
    code: words[code] as ReasonCode,
    params: {
      ...(movieId != null && { movieId: String(movieId) }),
      ...(otherId != null && { otherId: String(otherId) }),
      ...(name != null && { name: words[name] }),
      ...(count != null && { count }),
      ...(mean != null && { mean: mean / STAR_STEP }),
      ...(liked != null && { liked }),
    },
  };
}
