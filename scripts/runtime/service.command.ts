import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SetupError } from '../process/setup-error.js';
import { entryOf, type Service } from './services.js';

/**
 * Runs a command of a service. What it says is shown as it comes.
 *
 * @returns all it said
 * @throws SetupError with its line that says what is wrong
 */
export async function commandOutput(service: Service, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [entryOf(service), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => child.kill(signal));
  let said = '';
  let wrong = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    process.stdout.write(text);
  });
  child.stderr.on('data', (text: Buffer) => (wrong += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new SetupError(wrong.trim() || `${service} ${args.join(' ')} ended with ${code}`);
  return said;
}
