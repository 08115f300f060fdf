import { type CommandOptions, type CommandResult, runCommand } from '../process/command-line.js';

/** Runs apt-get unattended. `onFraction` gets 0..1 while it downloads (first half) and unpacks (second half). */
export function aptGet(
  args: string[],
  options: Pick<CommandOptions, 'cwd' | 'logFile'> & { onFraction?: (done: number) => void },
): Promise<CommandResult> {
  const { onFraction, ...rest } = options;
  return runCommand('apt-get', [...(onFraction ? ['-o', 'APT::Status-Fd=3'] : []), ...args], {
    ...rest,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    onStatus: onFraction && ((text) => reportFraction(text, onFraction)),
  });
}

/** apt's status lines: `dlstatus:<n>:<percent>:<text>` and `pmstatus:<package>:<percent>:<text>`. */
function reportFraction(text: string, onFraction: (done: number) => void): void {
  for (const [, kind, percent] of text.matchAll(/^(dl|pm)status:[^:]*(?::[a-z0-9]+)?:([\d.]+):/gm)) {
    onFraction((kind === 'dl' ? 0 : 0.5) + Number(percent) / 200);
  }
}

/** The line in which apt says what went wrong. */
export function aptComplaint(output: string): string {
  const lines = output.split('\n').filter((line) => /^(E|Err|W):/.test(line));
  return (lines.findLast((line) => line.startsWith('E:')) ?? lines.at(-1) ?? 'apt-get gave no reason').trim();
}
