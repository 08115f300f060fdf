import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** A shorter answer fits into one packet anyway. */
const SHORTEST_BYTES = 1024;

/**
 * Compresses answers for whoever takes them so, at a level that costs little time: a page of a list becomes an eighth of what
 * it was. Event streams stay as they are, and so do files that were compressed when they were built; what clients send is
 * not unpacked.
 */
export async function compressAnswers(server: FastifyInstance): Promise<void> {
  await server.register(compress, {
    threshold: SHORTEST_BYTES,
    encodings: ['br', 'gzip'],
    customTypes: /^(?:application\/(?:problem\+)?json|text\/(?:html|csv|plain)|image\/svg\+xml)(?:;|$)/,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 4 },
    globalDecompression: false,
  });
}
