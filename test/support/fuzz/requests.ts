import fc from 'fast-check';
import { hostileJson, nearlyValidJson, oddText, scalar } from './values.js';
import { type ApiDocument, resolved, type Route, routesOf, type Schema } from './routes.js';

export interface FuzzRequest {
  method: string;
  /** As it stands in the request line. */
  target: string;
  headers: Record<string, string>;
  body?: string;
  /** The client leaves after half of the body. */
  leaves: boolean;
  /** Which of the people sends it; `-1` is nobody. */
  person: number;
}

const BOUNDARY = 'fuzz-boundary';
const oneIn = <T>(n: number, odd: fc.Arbitrary<T>, usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: n - 1, arbitrary: usual }, { weight: 1, arbitrary: odd });

/** What may stand in a path or a query, percent-encoded well or badly. */
const oddEncoded = fc.oneof(
  fc.constantFrom(
    '%',
    '%ZZ',
    '%E0%A4%A',
    '%C0%AF',
    '%00',
    '..%2f..',
    '%2e%2e',
    '%ff%fe',
    "'",
    '%25%32%35',
    '{}',
    '[]',
  ),
  fc.integer({ min: 150, max: 4000 }).map((length) => 'x'.repeat(length)),
  oddText.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 3000)),
);

/** Requests to every route of an API: valid ones, nearly valid ones, and such as only an attacker or a bug sends. */
export function fuzzRequests(document: ApiDocument, people: number): fc.Arbitrary<FuzzRequest> {
  return fc.constantFrom(...routesOf(document)).chain((route) =>
    fc
      .record({
        method: oneIn(
          15,
          fc.constantFrom('HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'POST', 'PATCH'),
          fc.constant(route.method),
        ),
        path: pathOf(route),
        query: queryOf(route),
        content: contentOf(document, route),
        headers: oddHeaders,
        leaves: fc.nat(40).map((n) => n === 0),
        person: fc.integer({ min: -1, max: people - 1 }),
      })
      .map(({ path, query, content, headers, method, leaves, person }) => ({
        method,
        target: query ? `${path}?${query}` : path,
        headers: { ...headers, ...(content.type !== undefined && { 'content-type': content.type }) },
        body: content.body,
        leaves: leaves && content.body !== undefined,
        person,
      })),
  );
}

function pathOf({ path, operation }: Route): fc.Arbitrary<string> {
  const segments = path.split('/').map((segment) => {
    const [, name] = /^\{(.*)\}$/.exec(segment) ?? [];
    if (!name) return oneIn(60, oddEncoded, fc.constant(segment));
    const schema = operation.parameters?.find((parameter) => parameter.name === name)?.schema ?? {};
    const id = /id$/i.test(name) ? { ...schema, pattern: '^(ml-)?' } : schema;
    return oneIn(
      3,
      oddEncoded,
      scalar(id).map((value) => encodeURIComponent(value)),
    );
  });
  return fc.tuple(...segments).map((parts) => parts.join('/') || '/');
}

function queryOf({ operation }: Route): fc.Arbitrary<string> {
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const pairs = known.map(({ name, schema = {} }) =>
    fc
      .tuple(fc.nat(2), oneIn(4, oddEncoded, valueInQuery(schema)))
      .map(([left, value]) => (left > 0 ? '' : `${name}=${value}`)),
  );
  const stranger = oneIn(
    10,
    fc.oneof(
      fc.constantFrom(
        '__proto__=1',
        '__proto__[a]=1',
        'a[b]=c',
        'limit=1&limit=2',
        '%=%',
        '&&&',
        'limit[$gt]=1',
        '=',
        'cursor=',
      ),
      fc.integer({ min: 1, max: 2000 }).map((times) => 'a=1&'.repeat(times)),
    ),
    fc.constant(''),
  );
  return fc.tuple(...pairs, stranger).map((parts) => parts.filter(Boolean).join('&'));
}

function valueInQuery(schema: Schema): fc.Arbitrary<string> {
  const one = schema.type === 'array' ? (schema.items ?? {}) : schema;
  return scalar(one).map((value) => encodeURIComponent(String(value).toWellFormed()));
}

interface Content {
  type?: string;
  body?: string;
}

function contentOf(document: ApiDocument, { method, operation }: Route): fc.Arbitrary<Content> {
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (type === undefined) {
    const none = fc.constant<Content>({});
    return method === 'GET' ? none : oneIn(6, oddContent(hostileJson), none);
  }
  if (type.startsWith('multipart')) return oneIn(4, oddContent(hostileJson), multipart);
  const json = nearlyValidJson(document, resolved(document, media.schema ?? {}));
  return oneIn(
    4,
    oddContent(json),
    json.map((body) => ({ type: 'application/json', body })),
  );
}

function oddContent(json: fc.Arbitrary<string>): fc.Arbitrary<Content> {
  const odd = fc.oneof(
    json.map((body) => body.slice(0, body.length / 2)),
    fc.constantFrom(
      '',
      '{',
      '"',
      'undefined',
      '\ufeff{}',
      '{"a":1}{"b":2}',
      'a=b',
      '--',
      `"${'x'.repeat(1_100_000)}"`,
    ),
    json,
  );
  const types = fc.constantFrom(
    'application/json',
    'application/json',
    'application/JSON; charset=utf-7',
    'application/json;;;',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data',
    `multipart/form-data; boundary=${BOUNDARY}`,
    'multipart/form-data; boundary=',
    'application/octet-stream',
    'nonsense',
    '',
    undefined,
  );
  return fc.record({ type: types, body: odd });
}

const csv = fc
  .tuple(
    fc.constantFrom(
      'movieId,rating',
      'Date,Name,Year,Letterboxd URI,Rating',
      'Const,Your Rating',
      'what,is,this',
      '',
    ),
    fc.array(
      fc.constantFrom(
        '1000,4.5',
        '1001,9',
        '2024-01-02,space film 4,1964,x,4.5',
        '"',
        ',,,,,',
        '1002,"4',
        'é\u0000,5',
      ),
      { maxLength: 5 },
    ),
  )
  .map(([header, rows]) => [header, ...rows].join('\n'));

const part = (name: string, file: string | undefined, content: string) =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}` +
  `\r\ncontent-type: text/csv\r\n\r\n${content}\r\n`;

const multipart: fc.Arbitrary<Content> = fc
  .tuple(
    fc.array(
      fc
        .tuple(
          oneIn(4, fc.constantFrom('', 'other', '__proto__', 'toString'), fc.constant('file')),
          oneIn(4, fc.constantFrom(undefined, '', '../../x', 'x'.repeat(5000)), fc.constant('history.csv')),
          csv,
        )
        .map(([name, file, content]) => part(name, file, content)),
      { minLength: 1, maxLength: 2 },
    ),
    // How much of it arrives, and how it ends.
    oneIn(3, fc.constantFrom('', '--', `--${BOUNDARY}`, '\r\n'), fc.constant(`--${BOUNDARY}--\r\n`)),
    oneIn(4, fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(1)),
  )
  .map(([parts, end, share]) => {
    const whole = parts.join('') + end;
    return {
      type: `multipart/form-data; boundary=${BOUNDARY}`,
      body: whole.slice(0, Math.ceil(whole.length * share)),
    };
  });

/** A few of those that some part reads, with odd values. */
const oddHeaders: fc.Arbitrary<Record<string, string>> = oneIn(
  4,
  fc
    .tuple(
      fc.constantFrom(
        'accept-language',
        'accept',
        'last-event-id',
        'x-correlation-id',
        'authorization',
        'cookie',
        'idempotency-key',
        'if-none-match',
        'range',
        'content-encoding',
        'expect',
        'origin',
        'sec-fetch-site',
        'x-http-method-override',
        'forwarded',
        'traceparent',
      ),
      fc.constantFrom(
        '',
        '*',
        'de;q=x,,;',
        'Bearer',
        'Bearer a.b.c',
        'Basic YTpi',
        'refresh_token=%',
        'refresh_token=x; refresh_token=y',
        'null',
        '\u00ff\u00fe',
        'gzip',
        '100-continue',
        'text/event-stream',
        'bytes=0-1,5-',
        'cross-site',
        'x'.repeat(6000),
        '"',
      ),
    )
    .map(([name, value]) => ({ [name]: value })),
  fc.constant({}),
);
