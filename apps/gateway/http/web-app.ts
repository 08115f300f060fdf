import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Belongs to the API, to operators or to built files: whatever is not found there is a problem document, never the web app. */
const NOT_PAGES = /^\/(api|assets|docs|docs-json|docs-yaml|health|metrics)(\/|$|\?)/;
const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Serves the built web app at `/`: its files, and its page for every address that a browser navigates to.
 *
 * @param folder  what Vite built
 * @returns whether there is a built web app to serve
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
    setHeaders: (reply, path) => void reply.header('cache-control', cachingOf(path)),
  });
  server.get('/*', (request, reply) => {
    if (!isNavigation(request)) return reply.callNotFound();
    return reply.header('vary', 'accept').sendFile('index.html');
  });
  return true;
}

/** Files under assets/ carry a hash of their content in their name; the others keep their name when they change. */
function cachingOf(path: string): string {
  return /[\\/]assets[\\/]/.test(path) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
}

function isNavigation({ url, headers }: FastifyRequest): boolean {
  return !NOT_PAGES.test(url) && (headers.accept ?? '').includes('text/html');
}
