import type { FastifyInstance } from 'fastify';

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

/** Loosens the policy for /docs only. Must be registered after helmet, which sets the strict one. */
export function loosenForSwagger(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (/^\/docs(\/|\?|$)/.test(request.url)) reply.header('content-security-policy', SWAGGER_POLICY);
    done();
  });
}
