import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Paths of the API, of operators and of built files: unknown ones answer a problem document, never the web app. */
const NON_PAGE_PATHS = /^\/(api|assets|docs|docs-json|docs-yaml|health|metrics)(\/|$|\?)/;
const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Serves the built web app at `/`: its files, and its page for every path that a browser navigates to.
 *
 * @param folder  Vite's output
 * @returns false when the web app has not been built
 */
export async function serveWebApp(
  server: FastifyInstance,
  folder = join(projectRoot(), 'dist', 'web'),
): Promise<boolean> {
  if (!existsSync(join(folder, 'index.html'))) return false;
  await server.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    globIgnore: ['**/index.html*'],
    setHeaders: (reply, path) => void reply.header('cache-control', cacheControlOf(path)),
  });
  server.get('/*', (request, reply) => {
    if (!isNavigation(request)) return reply.callNotFound();
    return reply.header('vary', 'accept').sendFile('index.html');
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
