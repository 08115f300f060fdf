import { describe, expect, it } from '@jest/globals';
import { isOwn } from './same-origin.guard.js';

describe('a request to an auth route', () => {
  it.each([
    ['of a program that is no browser', {}, true],
    ['of our own page', { origin: 'https://films.example' }, true],
    ['of our own page, with the port spelt out', { origin: 'https://films.example:443' }, true],
    ['of a page of another site', { origin: 'https://evil.example' }, false],
    ['of a page at another port', { origin: 'https://films.example:8443' }, false],
    ['of a sandboxed page or a file', { origin: 'null' }, false],
    ['of something with a broken origin', { origin: 'x' }, false],
    [
      'that a browser calls its own',
      { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin' },
      true,
    ],
    ['that somebody typed', { 'sec-fetch-site': 'none' }, true],
    ['that a browser calls foreign', { 'sec-fetch-site': 'cross-site' }, false],
    ['of a neighbouring subdomain', { 'sec-fetch-site': 'same-site' }, false],
  ])('%s', (_what, headers, own) => {
    expect(isOwn({ headers, host: 'films.example' })).toBe(own);
  });
});
