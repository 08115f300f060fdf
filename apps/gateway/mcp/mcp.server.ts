import type { Scope } from '#contracts/users/tokens.rpc.js';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { type Arguments, type ApiRequest, type Tool, TOOLS } from './tool.list.js';
import { type ApiAnswer, toolText } from './tool.answer.js';

const INSTRUCTIONS =
  'A film recommender that knows one person’s taste. Films are named by id: find it with search. Ratings are 1 to 5 stars in halves.';

/** Answers one request of an assistant: what its token allows, by the API's own routes. */
export interface Assistant {
  scopes: readonly Scope[];
  hasRoute(route: string, method: ApiRequest['method']): boolean;
  ask(request: ApiRequest): Promise<ApiAnswer>;
}

/**
 * Answers a message of the Model Context Protocol over streamable HTTP, with JSON and without a session: any replica
 * answers any request. Tools are those of `TOOLS` that the assistant's scopes allow and this API has routes for.
 *
 * @param request    of which the method and headers count
 * @param body       its body, parsed: a JSON-RPC message or a list of them
 * @param assistant  who asks: only what its token allows is listed and called
 * @returns the protocol's answer. What the API refuses a tool is in it, as a result marked `isError`; 400 answers what is no
 *          message of the protocol, 406 who does not accept both JSON and an event stream
 */
export async function answerMcp(request: Request, body: unknown, assistant: Assistant): Promise<Response> {
  // Loaded by the first assistant that comes: a gateway without one starts sooner and stays smaller.
  const { WebStandardStreamableHTTPServerTransport } =
    await import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js');
  const server = await serverFor(assistant);
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, { parsedBody: body });
  } finally {
    await server.close();
  }
}

async function serverFor(assistant: Assistant): Promise<Server> {
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js');
  const { CallToolRequestSchema, ListToolsRequestSchema } =
    await import('@modelcontextprotocol/sdk/types.js');
  const server = new Server(
    { name: 'movie-recommender', version: '1' },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  const offered = TOOLS.filter((tool) => isOffered(tool, assistant));
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: offered.map(described) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const tool = offered.find(({ name }) => name === params.name);
    if (!tool) return failed(`There is no tool "${params.name}" for this token.`);
    const answer = await assistant.ask(tool.request(params.arguments ?? {}));
    const text = toolText(answer);
    return answer.status >= 400 ? failed(text) : { content: [{ type: 'text', text }] };
  });
  return server;
}

function isOffered({ scope, route, request }: Tool, { scopes, hasRoute }: Assistant): boolean {
  return scopes.includes(scope) && hasRoute(route, request({}).method);
}

function described({ name, title, description, scope, properties, required }: Tool) {
  return {
    name,
    title,
    description,
    inputSchema: { type: 'object' as const, properties, ...(required && { required }) },
    annotations: { readOnlyHint: scope === 'read', destructiveHint: false, openWorldHint: false },
  };
}

const failed = (text: string) => ({ content: [{ type: 'text' as const, text }], isError: true });

/** As it stands behind a path; a list repeats its name. */
export function queryText(query: Arguments = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((one): [string, string] => [
      name,
      String(one),
    ]),
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}
