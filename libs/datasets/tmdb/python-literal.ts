/** What The Movies Dataset writes in a cell: Python's `repr` of lists and dicts. */
export type PythonValue = string | number | boolean | null | PythonValue[] | { [key: string]: PythonValue };

const constants: Record<string, PythonValue> = {
  None: null,
  True: true,
  False: false,
  null: null,
  true: true,
  false: false,
  nan: null,
  NaN: null,
};
const escapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
};
const codeLengths: Record<string, number> = { x: 2, u: 4, U: 8 };
const token = /\s*(?:([[\]{}:,()])|([A-Za-z]+)|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?))/uy;

/** Deeper nesting than any data set has; a longer chain of brackets is refused instead of exhausting the stack. */
const deepest = 64;
/** More values than any cell has; the largest casts have some thousands. */
const mostValues = 100_000;

/**
 * Reads a Python (or JSON) literal: strings in either quote with escapes, numbers, None/True/False, lists, tuples,
 * dicts. Nothing is evaluated.
 *
 * @throws SyntaxError naming the offset of what it could not read
 */
export function parsePythonLiteral(text: string): PythonValue {
  const reader = new LiteralReader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class LiteralReader {
  private at = 0;
  private values = 0;

  constructor(private readonly text: string) {}

  value(depth: number): PythonValue {
    if (depth > deepest) throw this.unexpected('more nesting');
    if (++this.values > mostValues) throw this.unexpected('more values');
    const quote = this.peekQuote();
    if (quote !== undefined) return this.string(quote);
    const [punctuation, word, number] = this.next();
    if (number !== undefined) return Number(number);
    if (punctuation === '[') return this.list(']', depth);
    if (punctuation === '(') return this.list(')', depth);
    if (punctuation === '{') return this.dict(depth);
    if (word !== undefined && Object.hasOwn(constants, word)) return constants[word];
    throw this.unexpected(punctuation ?? word ?? 'nothing');
  }

  end(): void {
    if (this.text.slice(this.at).trim() !== '') throw this.unexpected('more text');
  }

  private list(close: string, depth: number): PythonValue[] {
    const values: PythonValue[] = [];
    while (!this.takes(close)) {
      values.push(this.value(depth + 1));
      if (!this.takes(',')) {
        this.expect(close);
        break;
      }
    }
    return values;
  }

  private dict(depth: number): { [key: string]: PythonValue } {
    const entries: [string, PythonValue][] = [];
    while (!this.takes('}')) {
      const key = this.value(depth + 1);
      if (typeof key === 'object' && key !== null) throw this.unexpected('a key that is no text');
      this.expect(':');
      entries.push([String(key), this.value(depth + 1)]);
      if (!this.takes(',')) {
        this.expect('}');
        break;
      }
    }
    return Object.fromEntries(entries);
  }

  private peekQuote(): string | undefined {
    while (/\s/u.test(this.text[this.at] ?? '')) this.at += 1;
    if (/[uU]/u.test(this.text[this.at] ?? '') && /['"]/u.test(this.text[this.at + 1] ?? '')) this.at += 1;
    const quote = this.text[this.at];
    return quote === "'" || quote === '"' ? quote : undefined;
  }

  private string(quote: string): string {
    let value = '';
    this.at += 1;
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined) throw this.unexpected('the end inside a string');
      this.at += 1;
      if (character === quote) return value;
      value += character === '\\' ? this.escape() : character;
    }
  }

  private escape(): string {
    const kind = this.text[this.at] ?? '';
    this.at += 1;
    const length = codeLengths[kind];
    if (length === undefined)
      return escapes[kind] ?? (/['"\\/]/u.test(kind) ? kind : kind === '\n' ? '' : `\\${kind}`);
    const digits = this.text.slice(this.at, this.at + length);
    const code = Number.parseInt(digits, 16);
    if (!/^[\da-f]+$/iu.test(digits) || digits.length < length || code > 0x10ffff) {
      throw this.unexpected(`\\${kind}${digits}`);
    }
    this.at += length;
    return length === 4 ? String.fromCharCode(code) : String.fromCodePoint(code);
  }

  private next(): [punctuation?: string, word?: string, number?: string] {
    token.lastIndex = this.at;
    const match = token.exec(this.text);
    if (match === null) throw this.unexpected(this.text.slice(this.at, this.at + 10) || 'the end');
    this.at = token.lastIndex;
    return [match[1], match[2], match[3]];
  }

  private takes(punctuation: string): boolean {
    while (/\s/u.test(this.text[this.at] ?? '')) this.at += 1;
    if (this.text[this.at] !== punctuation) return false;
    this.at += 1;
    return true;
  }

  private expect(punctuation: string): void {
    if (!this.takes(punctuation)) throw this.unexpected(this.text[this.at] ?? 'the end');
  }

  private unexpected(what: string): SyntaxError {
    return new SyntaxError(`unexpected ${what} at offset ${this.at}`);
  }
}
