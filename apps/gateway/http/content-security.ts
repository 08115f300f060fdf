import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';

const IMAGES = 'https://image.tmdb.org';
/** Tells a browser that shows the web app's page to connect to where the pictures are before it knows of one. */
export const CONNECT_TO_IMAGES = `<${IMAGES}>; rel=preconnect`;

/** Allows nothing inline and nothing from other hosts but posters, if they are on. */
export function webAppPolicy(posters: boolean) {
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      imgSrc: ["'self'", ...(posters ? [IMAGES] : [])],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  };
}

/** Swagger UI needs inline styles, and images and fonts as data URLs. */
const SWAGGER_POLICY =
  "default-src 'none';script-src 'self';style-src 'self' 'unsafe-inline';font-src 'self' data:;connect-src 'self';" +
  "img-src 'self' data:;base-uri 'none';form-action 'self';frame-ancestors 'none'";

/**
 * Every answer tells browsers what it may do: by helmet's headers, worked out once, because they are the same for all. The
 * policy is looser for /docs.
 */
export function secureAnswers(server: FastifyInstance, options: Readonly<HelmetOptions>): void {
  const headers = headersOf(options);
  const headersOfDocs = { ...headers, 'content-security-policy': SWAGGER_POLICY };
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(/^\/docs(\/|\?|$)/.test(request.url) ? headersOfDocs : headers);
    done();
  });
}

function headersOf(options: Readonly<HelmetOptions>): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  helmet(options)(request, answer, () => undefined);
  return answer.getHeaders();
}
