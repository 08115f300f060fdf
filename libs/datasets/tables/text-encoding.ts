import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** A line that is longer is cut where its bytes end. */
const LONGEST_LINE = 256 * 1024;

/**
 * The text of a file that is UTF-8, UTF-16 (with a mark or without) or, where its bytes are none of these, Windows' cp1252, as
 * spreadsheets in western Europe save it. Damaged UTF-8 keeps its other letters.
 *
 * @param head    the first bytes, which tell UTF-16
 * @param source  all bytes, `head` among them
 */
export async function* textOf(head: Buffer, source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const wide = wideEncoding(head);
  if (wide !== undefined) {
    const decoder = new TextDecoder(wide);
    for await (const piece of source) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
    return;
  }
  const narrow = new NarrowDecoder();
  for await (const lines of wholeLines(source)) yield narrow.decode(lines);
}

/** UTF-16 tells itself by its mark, or by every other byte of plain words being 0. */
export function wideEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const mark = head.length >= 2 ? head.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return 'utf-16le';
  if (mark === 0xfeff) return 'utf-16be';
  const sample = head.subarray(0, 256);
  if (sample.length < 8) return undefined;
  const zeros = [0, 1].map((odd) => sample.filter((byte, at) => at % 2 === odd && byte === 0).length);
  const share = zeros.map((count) => count / (sample.length / 2));
  if (share[1] > 0.8 && share[0] < 0.1) return 'utf-16le';
  if (share[0] > 0.8 && share[1] < 0.1) return 'utf-16be';
  return undefined;
}

class NarrowDecoder {
  private readonly utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly windows = new TextDecoder('windows-1252');
  /** Known from the first letter that is not one byte in both. */
  private decoder?: TextDecoder;

  decode(lines: Buffer): string {
    if (this.decoder === undefined && lines.some((byte) => byte > 127)) this.decoder = this.decoderOf(lines);
    return (this.decoder ?? this.utf8).decode(lines);
  }

  /** Whole lines that are UTF-8 are no accident, so others are damaged. */
  private decoderOf(lines: Buffer): TextDecoder {
    if (isUtf8(lines)) return this.utf8;
    for (let start = 0, end = 0; end < lines.length; start = end) {
      end = lines.indexOf(0x0a, start) + 1 || lines.length;
      const line = lines.subarray(start, end);
      if (isUtf8(line) && line.some((byte) => byte > 127)) return this.utf8;
    }
    return this.windows;
  }
}

/** Pieces that end with a line: a letter of several bytes is in one of them. */
async function* wholeLines(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const piece of source) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end > 0) yield bytes.subarray(0, end);
    rest = Buffer.from(bytes.subarray(end));
    if (rest.length <= LONGEST_LINE) continue;
    yield rest;
    rest = Buffer.alloc(0);
  }
  if (rest.length > 0) yield rest;
}
