import { describe, expect, it } from '@jest/globals';
import { kindOf } from './request.kind.js';

describe('the kind of a request', () => {
  it.each([
    ['PUT', '/api/v1/me/ratings/:movieId', undefined, 'save'],
    ['DELETE', '/api/v1/me/watchlist/:movieId', undefined, 'save'],
    ['GET', '/api/v1/movies/:id', undefined, 'read'],
    ['HEAD', '/api/v1/genres', undefined, 'read'],
    ['GET', '/api/v1/movies/search', undefined, 'search'],
    ['GET', '/api/v1/me/tonight', undefined, 'search'],
    ['POST', '/api/v1/me/ratings/import', undefined, 'import'],
    ['POST', '/api/v1/auth/login', undefined, 'password'],
    ['DELETE', '/api/v1/me', undefined, 'password'],
    ['PATCH', '/api/v1/me', { displayName: 'Ada' }, 'save'],
    ['PATCH', '/api/v1/me', { password: 'x' }, 'password'],
    ['GET', '/api/v1/me/recommendations/stream', undefined, undefined],
    ['GET', '/health/ready', undefined, undefined],
    ['GET', undefined, undefined, undefined],
  ])('%s %s %j is %s', (method, url, body, kind) => {
    expect(kindOf(method, url, body)).toBe(kind);
  });
});
