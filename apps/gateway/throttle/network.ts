import { isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * Whom an address belongs to: an IPv4 address as it is; of an IPv6 address its /64, because whoever has one address of that
 * has all 2^64.
 */
export function networkOf(address: string): string {
  const [, mapped] = MAPPED_IPV4.exec(address) ?? [];
  if (mapped) return mapped;
  const plain = address.split('%')[0];
  if (!isIPv6(plain)) return address;
  const [start, end] = plain.split('::').map((half) => (half ? half.split(':') : []));
  const zeros = end ? Array<string>(Math.max(0, 8 - start.length - end.length)).fill('0') : [];
  const groups = [...start, ...zeros, ...(end ?? [])].slice(0, 4);
  return `${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}
