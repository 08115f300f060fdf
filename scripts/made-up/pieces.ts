/** Text is written in pieces of about this many characters. */
const PIECE = 64 * 1024;

/** Lines in pieces that are worth a write. */
export function* pieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece) yield piece;
}
