import { AppError } from '#contracts/protocol/app.error.js';
import ipaddr from 'ipaddr.js';

/** Whom addresses that people type may name: hosts of the internet, or also those of the operator's own networks. */
export type OutwardAddresses = 'public' | 'private';

/** Never the link-local range: there, clouds hand their machines credentials. */
const PRIVATE_RANGES = ['private', 'uniqueLocal', 'carrierGradeNat', 'loopback'];
const MAX_ADDRESS = 2000;

/**
 * Reads an address that somebody typed: `https`, or `http` where it leads into a private network and those are allowed.
 * A host that is a name is checked where it is resolved, by `reachable`.
 *
 * @throws AppError `address_refused`
 */
export function outwardAddress(typed: string, allowed: OutwardAddresses): URL {
  if (typed.length > MAX_ADDRESS || !URL.canParse(typed)) throw refused('This is no address.');
  const url = new URL(typed);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowed === 'private'))
    throw refused('The address must begin with https://.');
  if (url.username || url.password) throw refused('The address must not hold a name or a password.');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.isValid(host)) requireReachable(host, url.protocol, allowed);
  return url;
}

/**
 * Checks an IP address that is about to be connected to.
 *
 * @throws AppError `address_refused`
 */
export function requireReachable(ip: string, protocol: string, allowed: OutwardAddresses): void {
  // An IPv4 address written as an IPv6 one is the IPv4 one.
  const range = ipaddr.isValid(ip) ? ipaddr.process(ip).range() : 'invalid';
  if (range === 'unicast') {
    if (protocol !== 'https:') throw refused('Beyond private networks the address must begin with https://.');
    return;
  }
  if (allowed !== 'private' || !PRIVATE_RANGES.includes(range))
    throw refused('The address leads into a network that is not open to this.');
}

const refused = (why: string) => new AppError('address_refused', why);
