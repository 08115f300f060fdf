import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Language, type Reader, readerOf } from '../language/language.js';
import { inLanguage, type LinkPreview, withPreview } from './link-preview.js';

/** Paths of the API, of operators and of built files: unknown ones answer a problem document, never the web app. */
const NON_PAGE_PATHS = /^\/(api|assets|docs|docs-json|docs-yaml|health|mcp|metrics)(\/|$|\?)/;
const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Serves the built web app at `/`: its files, and its page for every path that a browser navigates to.
 *
 * @param previewOf  what a message with a link to a movie shows of it; nothing when it is not known
 * @param link       what its page's header `Link` says; none when left out
 * @param folder     Vite's output
 * @returns false when the web app has not been built
 */
export async function serveWebApp(
  server: FastifyInstance,
  previewOf: (movieId: string, reader: Reader) => Promise<LinkPreview | undefined>,
  { link, folder = join(projectRoot(), 'dist', 'web') }: { link?: string; folder?: string } = {},
): Promise<boolean> {
  if (!existsSync(join(folder, 'index.html'))) return false;
  const head = { vary: 'accept, accept-language', ...(link && { link }) };
  await server.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    globIgnore: ['**/index.html*'],
    setHeaders: (reply, path) => void reply.header('cache-control', cacheControlOf(path)),
  });
  server.get<{ Params: { movieId: string } }>('/movies/:movieId', async (request, reply) => {
    // Who fetches a page for its preview takes anything.
    if (!isNavigation(request) && !takesAnything(request)) return reply.callNotFound();
    const preview = await previewOf(request.params.movieId, pageReader(request));
    if (!preview) return sendPage(request, reply);
    const address = `${request.protocol}://${request.host}${request.url}`;
    return sendPage(request, reply, (page, language) => withPreview(page, preview, address, language));
  });
  /** The page, in the language of who asks for it, with what is to be changed of it. */
  async function sendPage(
    request: FastifyRequest,
    reply: FastifyReply,
    change?: (page: string, language: Language) => string,
  ): Promise<FastifyReply> {
    const { language } = pageReader(request);
    void reply.headers({ ...head, 'content-language': language });
    // As it lies there, compressed, unless it is to be another.
    if (language === 'en' && !change) return reply.sendFile('index.html');
    const page = inLanguage(await readFile(join(folder, 'index.html'), 'utf8'), language);
    return reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(change ? change(page, language) : page);
  }
  // By its own name the page is asked for by the service worker, which keeps it and navigates nowhere.
  server.get('/index.html', (_request, reply) => reply.sendFile('index.html'));
  server.get('/*', (request, reply) => {
    if (!isNavigation(request)) return reply.callNotFound();
    return sendPage(request, reply);
  });
  return true;
}

/** Files under assets/ have a hash of their content in their name; the others keep their name when they change. */
function cacheControlOf(path: string): string {
  return /[\\/]assets[\\/]/.test(path) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
}

function isNavigation({ url, headers }: FastifyRequest): boolean {
  return !NON_PAGE_PATHS.test(url) && (headers.accept ?? '').includes('text/html');
}

/** `?lang=` as the app understands it, else what the browser asks for. */
function pageReader({ query, headers }: FastifyRequest): Reader {
  const { lang } = query as { lang?: unknown };
  return readerOf(typeof lang === 'string' && lang ? lang : headers['accept-language']);
}

const takesAnything = ({ headers }: FastifyRequest) => /^$|\*\/\*/.test(headers.accept ?? '');
