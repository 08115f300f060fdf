import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A bare Fastify server in a process of its own that answers given bytes: what an answer, or a stream, costs at the least here. */
export class BareRoute {
  private constructor(
    private readonly child: ChildProcess,
    private readonly origin: string,
  ) {}

  /** Where the page is. */
  get url(): string {
    return `${this.origin}/page`;
  }

  /** What stands before the address of a stream. */
  get api(): string {
    return this.origin;
  }

  /** @param flags  for V8, where memory is compared */
  static async start(page: string, flags: string[] = []): Promise<BareRoute> {
    const program = fileURLToPath(new URL('bare.process.js', import.meta.url));
    const child = spawn(process.execPath, [...flags, program, page], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [address] = (await once(child.stdout, 'data')) as [Buffer];
    return new BareRoute(child, String(address).trim());
  }

  get pid(): number {
    return this.child.pid!;
  }

  async stop(): Promise<void> {
    this.child.kill();
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }
}
