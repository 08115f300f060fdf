import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { secureAnswers, webAppPolicy } from './content-security.js';
import { serveWebApp } from './web-app.js';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

const LINK = '<https://images.example>; rel=preconnect';
const PAGE =
  '<!doctype html><html lang="en"><head><meta name="description" content="Rate"><title>App</title></head>' +
  '<noscript>needs JavaScript</noscript>the page';

describe('the web app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'movie-recommender-web-'));
  const server = fastify();
  const previewOf = async (movieId: string) =>
    movieId === '1091'
      ? { title: 'The <Thing> (1982)', description: 'It & "they".', image: 'https://images.example/1.jpg' }
      : undefined;

  beforeAll(async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), PAGE);
    writeFileSync(join(folder, 'theme.js'), 'theme');
    writeFileSync(join(folder, 'assets', 'index-1a2b.js'), 'script');
    writeFileSync(join(folder, 'assets', 'index-1a2b.js.gz'), gzipSync('script'));
    secureAnswers(server, { contentSecurityPolicy: webAppPolicy(true) });
    server.get('/api/v1/genres', () => ['Drama']);
    server.get('/docs', (_request, reply) => reply.type('text/html').send('Swagger UI'));
    expect(await serveWebApp(server, previewOf, { folder, link: LINK })).toBe(true);
  });

  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['/', '/movies/603', '/search?q=api', '/apiary', '/my-films/ratings?sort=best'])(
    'serves its page to a browser at %s',
    async (url) => {
      const { statusCode, body, headers } = await server.inject({ url, headers: HTML });
      expect([statusCode, body]).toEqual([200, PAGE]);
      expect([headers['cache-control'], headers.link]).toEqual(['no-cache', LINK]);
    },
  );

  it('serves its page by its own name to whoever keeps it for later', async () => {
    const { statusCode, body, headers } = await server.inject({
      url: '/index.html?revision=1',
      headers: { accept: '*/*' },
    });
    expect([statusCode, body, headers['cache-control']]).toEqual([200, PAGE, 'no-cache']);
  });

  it.each(['/api', '/api/v1/nothing', '/docs/nothing', '/health/nothing', '/metrics', '/assets/old-9f.js'])(
    'does not answer %s',
    async (url) => {
      expect((await server.inject({ url, headers: HTML })).statusCode).toBe(404);
    },
  );

  it('serves its page only to GET requests that accept HTML', async () => {
    expect((await server.inject({ url: '/my-films', headers: { accept: '*/*' } })).statusCode).toBe(404);
    const accept = 'application/json';
    expect((await server.inject({ url: '/movies/603', headers: { accept } })).statusCode).toBe(404);
    expect((await server.inject({ method: 'POST', url: '/movies/603', headers: HTML })).statusCode).toBe(404);
  });

  it.each(['*/*', HTML.accept])(
    'tells who is sent a link to a movie what it is: to Accept %s',
    async (accept) => {
      const { body, headers } = await server.inject({
        url: '/movies/1091?from=a',
        headers: { accept, host: 'films.example' },
      });
      expect(headers['content-type']).toMatch('text/html');
      expect(headers['cache-control']).toBe('no-cache');
      expect(body).toContain('<title>The &lt;Thing&gt; (1982) – Movie Recommender</title>');
      for (const tag of [
        'og:title" content="The &lt;Thing&gt; (1982)"',
        'og:description" content="It &amp; &quot;they&quot;."',
        'og:image" content="https://images.example/1.jpg"',
        'og:url" content="http://films.example/movies/1091?from=a"',
      ])
        expect(body).toContain(`<meta property="${tag}>`);
      expect(body.endsWith('</noscript>the page')).toBe(true);
    },
  );

  it.each([
    ['/', 'de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['/?lang=de', 'en-GB,en', 'de'],
    ['/?lang=en', 'de', 'en'],
    ['/my-films', 'fr', 'en'],
    ['/movies/1091', 'de', 'de'],
  ])('begins %s for who reads %s in %s', async (url, acceptLanguage, language) => {
    const { body, headers } = await server.inject({
      url,
      headers: { ...HTML, 'accept-language': acceptLanguage },
    });
    expect(body).toContain(`<html lang="${language}">`);
    expect(body).toContain(language === 'de' ? 'content="Bewerte ein paar Filme' : 'content="Rate"');
    expect(body).toContain(language === 'de' ? 'braucht JavaScript' : 'needs JavaScript');
    expect(headers).toMatchObject({
      'content-language': language,
      vary: expect.stringContaining('accept, accept-language'),
    });
    if (url.startsWith('/movies')) expect(body).toContain('<meta property="og:locale" content="de_DE">');
  });

  it('leaves the API’s routes to the API', async () => {
    expect((await server.inject({ url: '/api/v1/genres', headers: HTML })).json()).toEqual(['Drama']);
  });

  it('lets browsers cache files with a hash in their name for a year, and revalidate the others', async () => {
    const asset = await server.inject({ url: '/assets/index-1a2b.js' });
    expect([asset.body, asset.headers['cache-control']]).toEqual([
      'script',
      'public, max-age=31536000, immutable',
    ]);
    expect((await server.inject({ url: '/theme.js' })).headers['cache-control']).toBe('no-cache');
  });

  it('sends compressed files to clients that accept them', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const { headers: answered, rawPayload } = await server.inject({ url: '/assets/index-1a2b.js', headers });
    expect(answered['content-encoding']).toBe('gzip');
    expect(rawPayload.equals(gzipSync('script'))).toBe(true);
  });

  it('allows nothing inline and nothing from other hosts but posters, and only Swagger UI inline styles', async () => {
    const policyAt = async (url: string) =>
      String((await server.inject({ url, headers: HTML })).headers['content-security-policy']);
    expect(await policyAt('/')).toContain("script-src 'self';style-src 'self';");
    expect(await policyAt('/')).not.toContain('unsafe');
    expect(await policyAt('/')).toContain("img-src 'self' https://image.tmdb.org");
    expect(await policyAt('/docs')).toContain("style-src 'self' 'unsafe-inline'");
    expect(await policyAt('/docs')).toContain("script-src 'self';");
    expect(webAppPolicy(false).directives.imgSrc).toEqual(["'self'"]);
  });

  it('is optional', async () => {
    const other = fastify();
    expect(await serveWebApp(other, previewOf, { folder: join(folder, 'nowhere') })).toBe(false);
    expect((await other.inject({ url: '/', headers: HTML })).statusCode).toBe(404);
    await other.close();
  });
});
