import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a store that a test can close, or let fall silent. */
export class Forwarder {
  private silent = false;

  private constructor(
    private readonly server: Server,
    private readonly store: URL,
  ) {}

  /** @param port  any free one unless given */
  static async open(storeUrl: string, port = 0): Promise<Forwarder> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    const forwarder = new Forwarder(server, new URL(storeUrl));
    server.on('connection', (client) => {
      const store = dial(forwarder.store);
      client.on('error', () => store.destroy()).on('close', () => store.destroy());
      store.on('error', () => client.destroy()).on('close', () => client.destroy());
      store.on('data', (chunk) => forwarder.silent || client.write(chunk));
      client.pipe(store);
    });
    return forwarder;
  }

  /** The store's address by this way. */
  get url(): string {
    return rerouted(String(this.store), (this.server.address() as AddressInfo).port);
  }

  /** Lets the store hear all that is said, and nobody its answers. */
  fallSilent(): void {
    this.silent = true;
  }

  /** Lets no more connections in; those that are open end with their client. */
  close(): void {
    this.server.close();
  }
}

/** MongoDB's address may name a socket in the file system, written as a host. */
function dial({ hostname, port }: URL): Socket {
  return hostname.startsWith('%2F') ? connect(decodeURIComponent(hostname)) : connect(Number(port), hostname);
}

/** The same store's address at a port of this machine. */
export function rerouted(storeUrl: string, port: number): string {
  return String(Object.assign(new URL(storeUrl), { host: `127.0.0.1:${port}` }));
}
