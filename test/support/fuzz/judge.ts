import { Ajv, type ValidateFunction } from 'ajv';
import type { FuzzRequest } from './requests.js';
import { type ApiDocument, type Route, routeOf, routesOf } from './routes.js';

export interface FuzzAnswer {
  status: number;
  contentType: string;
  /** Undefined for a stream, of which only the head was read. */
  body?: string;
}

/** What an answer may be before anybody knows which route was meant. */
const BEFORE_ROUTING = [400, 404, 408, 413, 415, 417, 429, 431, 503];

/** Says what is wrong with answers, by an OpenAPI document. */
export class Judge {
  private readonly routes: Route[];
  private readonly ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false });
  private readonly checks = new Map<object, ValidateFunction>();

  constructor(document: ApiDocument) {
    this.routes = routesOf(document);
    this.ajv.addSchema(document, 'api');
  }

  /** @returns undefined when the answer is one that the document announces */
  fault(request: FuzzRequest, answer: FuzzAnswer): string | undefined {
    const route = routeOf(this.routes, request.method, request.target);
    if (answer.status >= 500 && answer.status !== 503) return `status ${answer.status}`;
    const responses = route?.operation.responses;
    const response = responses?.[String(answer.status)];
    if (route ? !response : !BEFORE_ROUTING.includes(answer.status))
      return `status ${answer.status} is not documented`;
    const isEmpty = answer.status === 204 || (answer.status >= 300 && answer.status < 400);
    if (request.method === 'HEAD' || isEmpty || answer.body === undefined) return undefined;
    const type = answer.contentType.split(';')[0];
    const content: typeof PROBLEM = response?.content ?? PROBLEM;
    if (!(type in content)) return `status ${answer.status} has the content type "${type}"`;
    const schema = content[type].schema;
    return type.endsWith('json') && schema ? this.mismatch(schema, answer) : undefined;
  }

  private mismatch(schema: object, { status, body = '' }: FuzzAnswer): string | undefined {
    let check = this.checks.get(schema);
    if (!check) this.checks.set(schema, (check = this.ajv.compile(inDocument(schema))));
    try {
      if (check(JSON.parse(body))) return undefined;
    } catch {
      return `status ${status} is no JSON: ${body.slice(0, 100)}`;
    }
    return `status ${status} is not what the schema says: ${this.ajv.errorsText(check.errors)}`;
  }
}

const PROBLEM: Record<string, { schema?: object }> = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

/** References inside a document become references to it. */
function inDocument(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"api#')) as object;
}
