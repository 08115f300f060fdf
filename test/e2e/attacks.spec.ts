import 'reflect-metadata';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ApiDocument, resolved, type Route, routesOf } from '../support/fuzz/routes.js';
import { FilmLover, type Problem } from '../support/system/film-lover.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

const OPERATORS: unknown[] = [{ $gt: '' }, { $ne: null }, { toString: 'x' }, [{ $where: '1' }]];

describe('every route', () => {
  const system = sharedSystem();
  let document: ApiDocument;
  let routes: Route[];

  beforeAll(() => system.ready(), 180_000);
  beforeAll(async () => {
    const response = await fetch(`${system.origin('gateway')}/docs-json`);
    document = (await response.json()) as ApiDocument;
    routes = routesOf(document).filter(({ path }) => !path.endsWith('/stream'));
  });

  const pathOf = ({ path }: Route) => path.replace('/api/v1', '').replace(/\{[^}]+\}/, '1003');
  const fieldsOf = ({ operation }: Route) => {
    const schema = operation.requestBody?.content['application/json']?.schema;
    return schema && Object.keys(resolved(document, schema).properties ?? {});
  };

  it('that is somebody’s own asks for a token', async () => {
    const nobody = new FilmLover(system.api);
    const own = routes.filter(({ path }) => path.startsWith('/api/v1/me'));
    expect(own.length).toBeGreaterThan(10);
    for (const route of own)
      expect([route.path, (await nobody.send(route.method, pathOf(route))).status]).toEqual([
        route.path,
        401,
      ]);
  });

  it('refuses fields it does not know, and operators for those it does', async () => {
    const ada = await FilmLover.register(system.api);
    // A media server's message is whatever that server makes it: the route reads what it knows and does nothing else.
    const withBody = routes.filter((route) => fieldsOf(route) && route.path !== '/api/v1/hooks/{secret}');
    expect(withBody.length).toBeGreaterThan(5);
    for (const [at, route] of withBody.entries()) {
      // Each from elsewhere: passwords are tried a few times a minute from one address.
      const from = { 'x-forwarded-for': `198.51.100.${at}` };
      const strange = await ada.send<Problem>(
        route.method,
        pathOf(route),
        { userId: 'x', role: 'admin' },
        from,
      );
      expect(strange.body.errors?.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['userId', 'role']),
      );
      // Of passwords and imports nobody may send many.
      const isScarce =
        /^\/api\/v1\/(me|auth\/oidc\/link)$/.test(route.path) || route.path.includes('/imports/');
      for (const operator of OPERATORS.slice(0, isScarce ? 2 : 4))
        for (const field of fieldsOf(route)!) {
          const answer = await ada.send<Problem>(route.method, pathOf(route), { [field]: operator }, from);
          expect([route.path, field, answer.status]).toEqual([route.path, field, 400]);
        }
    }
  });

  it('leaves another person’s data alone, whoever is named in the request', async () => {
    const [ada, bob] = [await FilmLover.register(system.api), await FilmLover.register(system.api)];
    await bob.rate({ '1003': 4 });
    const { body: before } = await bob.get<{ user: { id: string } }>('/me/export');
    for (const route of routes) {
      const named = { userId: before.user.id, email: bob.email };
      const query = `?userId=${before.user.id}`;
      const answers = [
        await ada.send(route.method, pathOf(route), route.method === 'GET' ? undefined : named),
        await ada.send(route.method, pathOf(route) + query),
      ];
      for (const { body } of answers) expect(JSON.stringify(body)).not.toContain(bob.email);
    }
    expect((await bob.get('/me/export')).body).toEqual(before);
  });
});
