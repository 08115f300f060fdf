import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

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

/** Whether an address may be asked: one of the internet, or of a network that the operator allows. */
export function mayBeAsked(address: string, allowed: BlockList): boolean {
  // Node's lists compare IPv4 in IPv6 ("::ffff:10.0.0.1") with the rules for IPv4, and so does `process`.
  if (allowed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) return true;
  return ipaddr.process(address).range() === 'unicast';
}

/** @throws LibraryError for an address that must not be asked */
export function requireAllowed(address: string, allowed: BlockList): void {
  if (!mayBeAsked(address, allowed))
    throw new LibraryError(
      'the address is of a private network, which the operator of this service does not allow',
    );
}

/** Looks a server up, to tell its owner at once. @throws LibraryError when any address of its name must not be asked */
export async function requireAllowedHost({ hostname }: URL, allowed: BlockList): Promise<void> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const places = await lookup(host, { all: true }).catch(() => []);
  for (const { address } of places) requireAllowed(address, allowed);
}
