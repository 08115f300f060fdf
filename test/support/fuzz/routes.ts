/** The parts of an OpenAPI 3.0 document that requests are made from and answers are judged by. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  example?: unknown;
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Media {
  schema?: Schema;
}

interface Operation {
  parameters?: { name: string; in: 'path' | 'query' | 'header' | 'cookie'; schema?: Schema }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
  security?: object[];
}

export interface Route {
  /** In capitals. */
  method: string;
  /** Such as `/api/v1/movies/{id}`. */
  path: string;
  operation: Operation;
}

export function routesOf(document: ApiDocument): Route[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}

export function resolved(document: ApiDocument, schema: Schema): Schema {
  const { $ref, allOf } = schema;
  if ($ref) return resolved(document, document.components.schemas[$ref.split('/').at(-1)!]);
  return allOf?.length === 1 ? { ...schema, ...resolved(document, allOf[0]) } : schema;
}

/** The documented route that answers a request: as a router does, a fixed segment goes before a parameter. */
export function routeOf(routes: Route[], method: string, target: string): Route | undefined {
  const path = target.split(/[?#]/)[0];
  const asked = method === 'HEAD' ? 'GET' : method;
  return routes
    .filter((route) => route.method === asked && matches(route.path, path))
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
}

function matches(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((segment, i) => (segment.startsWith('{') ? given[i] !== '' : segment === decoded(given[i])))
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
