import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** Why a library cannot be read, in words for its owner. */
export class LibraryError extends Error {
  override readonly name = 'LibraryError';

  /** @param again  whether asking soon again may help, and after how many ms at the least */
  constructor(
    message: string,
    readonly again?: number,
  ) {
    super(message);
  }
}

/** Networks of IPv4 that are nobody's on the internet. @see RFC 6890 */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Of IPv6 only this is public, and of it not what carries another address or is an example. */
const PUBLIC_6 = '2000::/3';
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** A list of networks. @throws Error for what is no network, such as "10.0.0.0/8" */
export function networks(all: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of all) {
    const [address, bits = ''] = network.split('/');
    const family = isIP(address);
    if (family === 0 || !/^\d{1,3}$/.test(bits)) throw new Error(`"${network}" is no network`);
    list.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

const notPublic = networks([...NOT_PUBLIC, ...NOT_PUBLIC_6]);
const public6 = networks([PUBLIC_6]);

/** Whether an address may be asked: one of the internet, or of a network that the operator allows. */
export function mayBeAsked(address: string, allowed: BlockList): boolean {
  // Node's lists compare IPv4 in IPv6 ("::ffff:10.0.0.1") with the rules for IPv4.
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (allowed.check(address, family)) return true;
  const isPublic = family === 'ipv4' || public6.check(address, family);
  return isPublic && !notPublic.check(address, family);
}

/**
 * Where a server is. Whoever asks it must ask this very address: a name may lead elsewhere a moment later.
 *
 * @throws LibraryError when the name is unknown, or any of its addresses must not be asked
 */
export async function placeOf({ hostname }: URL, allowed: BlockList): Promise<LookupAddress> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const places = await lookup(host, { all: true }).catch((): LookupAddress[] => []);
  if (places.length === 0) throw new LibraryError(`nobody knows where "${host}" is`, 0);
  if (!places.every(({ address }) => mayBeAsked(address, allowed)))
    throw new LibraryError(
      'the address is of a private network, which the operator of this service does not allow',
    );
  return places[0];
}
