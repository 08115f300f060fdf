import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';

const SCRIPT = `
  const { stepBack } = await import(process.argv[1]);
  const { getPriority } = await import('node:os');
  const { readFileSync } = await import('node:fs');
  // A session that the system began with is in no group, and its line is empty.
  const group = () => Number(/nice (-?\\d+)/.exec(readFileSync('/proc/self/autogroup', 'utf8'))?.[1] ?? NaN);
  const before = group();
  stepBack(7);
  console.log(JSON.stringify({ own: getPriority(), group: { before, after: group() } }));
`;

/** How nice a process is after seven steps back, and how nice its session is before and after, null without a group. */
async function nicenessOf({ detached }: { detached: boolean }) {
  const file = join(import.meta.dirname, 'step-back.ts');
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, file], {
    detached,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(child.stdout)) as {
    own: number;
    group: { before: number | null; after: number | null };
  };
}

const onKernelsWithGroups = existsSync('/proc/self/autogroup') ? describe : describe.skip;

onKernelsWithGroups('stepping back', () => {
  it('goes for the whole session of who leads one, and leaves that of a terminal alone', async () => {
    const leader = await nicenessOf({ detached: true });
    const member = await nicenessOf({ detached: false });
    expect(leader.group.after).toBe(leader.own);
    expect(member.own).toBe(leader.own);
    expect(member.group.after).toBe(member.group.before);
  });
});
