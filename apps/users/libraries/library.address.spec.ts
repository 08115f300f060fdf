import { describe, expect, it } from '@jest/globals';
import { LibraryError, mayBeAsked, networks, requireAllowedHost } from './library.address.js';

const nothing = networks([]);

describe('an address that somebody names', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.10',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    'fe80::1',
    'fd00::1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
  ])('is asked only where the operator allows its network: %s', (address) => {
    expect(mayBeAsked(address, nothing)).toBe(false);
  });

  it('is asked where it is on the internet', () => {
    for (const address of ['93.184.216.34', '2606:2800:220:1::1'])
      expect(mayBeAsked(address, nothing)).toBe(true);
  });

  it('may be of a private network that the operator allows, and of no other', () => {
    const home = networks(['192.168.1.0/24', 'fd00::/8']);
    expect(mayBeAsked('192.168.1.10', home)).toBe(true);
    expect(mayBeAsked('::ffff:192.168.1.10', home)).toBe(true);
    expect(mayBeAsked('fd12::5', home)).toBe(true);
    expect(mayBeAsked('192.168.2.10', home)).toBe(false);
    expect(() => networks(['192.168.1.10'])).toThrow('is no network');
  });

  it('is looked up, however its host is written', async () => {
    for (const url of [
      'http://localhost:8096',
      'http://127.1',
      'http://2130706433',
      'http://[::1]:8096/jellyfin',
    ])
      await expect(requireAllowedHost(new URL(url), nothing)).rejects.toThrow(LibraryError);
    await expect(
      requireAllowedHost(new URL('http://127.0.0.1'), networks(['127.0.0.0/8'])),
    ).resolves.toBeUndefined();
  });
});
