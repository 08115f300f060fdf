/** What one line of a CSV text leaves behind. */
interface Scanned {
  /** A quote was opened and not closed. */
  open: boolean;
  /** Fields in it, when it began outside quotes. */
  fields: number;
  /** How many of them hold something. */
  filled: number;
  /** A quote stands where none belongs. */
  stray: boolean;
}

/** Reads a line as csv-parse does with `relax_quotes`: a quote opens a field only at its start, and the next single one closes it. */
export function scanLine(line: string, separator: string, open = false): Scanned {
  let inside = open;
  let [fields, filled, start] = [1, 0, 0];
  let stray = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at];
    if (sign === '"') {
      if (!inside) {
        inside = at === start;
        stray ||= !inside;
      } else if (line[at + 1] === '"') {
        at += 1;
      } else {
        inside = false;
        stray ||= ![separator, '\r', undefined].includes(line[at + 1]);
      }
    } else if (sign === separator && !inside) {
      if (at > start) filled += 1;
      start = at + 1;
      fields += 1;
    }
  }
  return { open: inside, fields, filled: filled + Number(line.length > start), stray };
}

/** What one pass may hold back, waiting for a quote to be closed. */
const MOST_LINES = 500;

export interface QuoteLimits {
  /** Characters of a row. */
  rowLength: number;
  /** Rows with a quote that is never closed. */
  broken: number;
}

/**
 * Takes rows out of a CSV text that open a quote and never close it, so that they do not swallow what follows them. A row goes
 * on over lines until its quote is closed; when a line comes before that which is a whole row by itself, or too many lines come,
 * the quote was forgotten. In place of such a row stands an empty line: the rows after it keep their numbers.
 *
 * @param pieces     the text, cut anywhere
 * @param onBroken   told of each such row as a spreadsheet counts it, the header being row 1
 * @throws RangeError when there are more of them than the limit allows
 */
export async function* closedQuotes(
  pieces: AsyncIterable<string>,
  separator: string,
  limits: QuoteLimits,
  onBroken: (row: number) => void,
): AsyncGenerator<string> {
  let rest = '';
  let lineEnd = '\n';
  const lines = new OpenRows(separator, limits, onBroken);
  for await (const piece of pieces) {
    const text = rest + piece;
    if (lines.isAtHeader && !text.includes('\n') && text.includes('\r')) lineEnd = '\r';
    const all = text.split(lineEnd);
    rest = all.pop()!;
    const closed = all.flatMap((line) => lines.take(line));
    if (closed.length > 0) yield closed.join(lineEnd) + lineEnd;
  }
  const closed = [...lines.take(rest), ...lines.end()];
  yield closed.join(lineEnd);
}

/** The lines of a row that is not complete yet. */
class OpenRows {
  private held: string[] = [];
  private heldLength = 0;
  private row = 1;
  private width?: number;
  private broken = 0;

  constructor(
    private readonly separator: string,
    private readonly limits: QuoteLimits,
    private readonly onBroken: (row: number) => void,
  ) {}

  get isAtHeader(): boolean {
    return this.width === undefined;
  }

  /** @returns the lines that are complete with this one */
  take(line: string): string[] {
    if (this.held.length === 0) {
      const { open, fields } = scanLine(line, this.separator);
      if (open) return this.hold(line);
      if (line.trim() !== '') this.width ??= fields;
      this.row += 1;
      return [line];
    }
    if (this.width !== undefined && this.isWhole(line)) return this.giveUp([line]);
    if (scanLine(line, this.separator, true).open) {
      const isTooMuch =
        this.held.length >= MOST_LINES || this.heldLength + line.length > this.limits.rowLength;
      return isTooMuch && this.width !== undefined ? this.giveUp([line]) : this.hold(line);
    }
    const lines = [...this.held, line];
    this.width ??= scanLine(lines.join('\n'), this.separator).fields;
    this.clear();
    this.row += 1;
    return lines;
  }

  /** What is left at the end of the text. */
  end(): string[] {
    if (this.width === undefined) return this.held;
    const lines: string[] = [];
    while (this.held.length > 0) lines.push(...this.giveUp([]));
    return lines;
  }

  private hold(line: string): string[] {
    this.held.push(line);
    this.heldLength += line.length;
    return [];
  }

  private clear(): void {
    this.held = [];
    this.heldLength = 0;
  }

  /** The row that was begun is broken; its further lines begin again, each as a row. */
  private giveUp(more: string[]): string[] {
    const again = [...this.held.slice(1), ...more];
    this.clear();
    this.onBroken(this.row);
    this.row += 1;
    if (++this.broken > this.limits.broken)
      throw new RangeError(`the file has more than ${this.limits.broken.toLocaleString('en')} open quotes`);
    return ['', ...again.flatMap((line) => this.take(line))];
  }

  private isWhole(line: string): boolean {
    const { open, fields, filled, stray } = scanLine(line, this.separator);
    return !open && !stray && fields === this.width && fields > 2 && filled > 2;
  }
}
