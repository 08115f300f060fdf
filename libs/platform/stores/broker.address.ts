import { type ChannelModel, connect, type Options } from 'amqplib';
import { addressesIn } from '../config/store.addresses.js';

/** Where a broker is, or the nodes of its cluster, as amqplib takes it. */
export function brokerAddresses(urls: string): Options.Connect[] {
  return addressesIn(urls).map((address) => {
    const { protocol, hostname, port, username, password, pathname } = new URL(address);
    return {
      protocol: protocol.slice(0, -1),
      hostname,
      ...(port && { port: Number(port) }),
      username: decodeURIComponent(username || 'guest'),
      password: decodeURIComponent(password || 'guest'),
      vhost: decodeURIComponent(pathname.slice(1)) || '/',
    };
  });
}

/** A connection for once, to the first node that answers. @throws what the last one said */
export async function connectToBroker(urls: string, timeout: number): Promise<ChannelModel> {
  let reason: unknown;
  for (const address of brokerAddresses(urls)) {
    try {
      return await connect(address, { timeout });
    } catch (error) {
      reason = error;
    }
  }
  throw reason;
}
