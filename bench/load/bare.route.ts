import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A bare Fastify route in a process of its own that answers given bytes: what an answer costs at the least here. */
export class BareRoute {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(page: string): Promise<BareRoute> {
    const program = fileURLToPath(new URL('bare.process.js', import.meta.url));
    const child = spawn(process.execPath, [program, page], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [address] = (await once(child.stdout, 'data')) as [Buffer];
    return new BareRoute(child, `${String(address).trim()}/page`);
  }

  get pid(): number {
    return this.child.pid!;
  }

  async stop(): Promise<void> {
    this.child.kill();
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }
}
