import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { type Progress, seconds } from '#platform/process/progress.js';
import { oneLine } from '../process/setup-error.js';
import { compiledEntryOf, type RunningServices, type Service, SERVICES } from '../runtime/services.js';
import { codeHash } from './compiled.code.js';
import type { CompilerEvents } from './compiler.js';

/** Restarts, after a build without errors, the services that run other code than dist/ now holds. */
export class Restarts implements CompilerEvents {
  private running = codeHashes();

  constructor(
    private readonly services: Pick<RunningServices, 'restart'>,
    private readonly progress: Pick<Progress, 'say'>,
    private readonly signal: AbortSignal,
  ) {}

  built(): void {
    const before = this.running;
    this.running = codeHashes();
    for (const [service, hash] of this.running)
      if (hash !== before.get(service)) void this.restart(service, hash);
  }

  failed(problems: string[]): void {
    this.progress.say(['✗ Does not compile; the services go on as they were:', ...problems].join('\n  '));
  }

  died(how: string): void {
    this.progress.say(`✗ The compiler ended (${how}): nothing is rebuilt until \`npm run dev\` starts again`);
  }

  private async restart(service: Service, hash: string): Promise<void> {
    const begin = performance.now();
    this.progress.say(`… ${service} has changed: restarting it`);
    try {
      await this.services.restart(service);
      this.progress.say(`✓ ${service} is ready (${seconds(performance.now() - begin)})`);
    } catch (error) {
      // Stopped while it started: by Ctrl-C, or by a newer build, whose restart has lines of its own.
      if (this.signal.aborted || this.running.get(service) !== hash) return;
      this.progress.say(`✗ ${oneLine(error)}; the next change tries again`);
    }
  }
}

function codeHashes(): Map<Service, string> {
  const dist = join(projectRoot(), 'dist');
  return new Map(SERVICES.map((service) => [service, codeHash(dist, compiledEntryOf(service))]));
}
