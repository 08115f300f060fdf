import type { RankedRow, RowTitleCode, RowTitleParams } from '#contracts/recommender/row.js';
import { decode, encode } from '@msgpack/msgpack';
import { decodeBlock, encodeBlock } from './list.block.js';

/** Id, code and parameters of the title, the movies as a block. */
type PackedRow = [string, RowTitleCode, RowTitleParams, Uint8Array];

/** The rows of a page as bytes, about 50 a movie. Rounds as `encodeBlock` does. */
export function encodeRows(rows: readonly RankedRow[]): Buffer {
  const packed = rows.map(({ id, title, items }): PackedRow => [
    id,
    title.code,
    title.params,
    encodeBlock(items),
  ]);
  const bytes = encode(packed, { ignoreUndefined: true });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @throws RangeError when the bytes are no rows */
export function decodeRows(bytes: Uint8Array): RankedRow[] {
  return (decode(bytes) as PackedRow[]).map(([id, code, params, block]) => ({
    id,
    title: { code, params },
    items: decodeBlock(block),
  }));
}
