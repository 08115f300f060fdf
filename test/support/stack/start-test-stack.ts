import type { Progress } from '#platform/process/progress.js';
import { SetupError } from '../../../scripts/process/setup-error.js';
import { runCommand } from '../../../scripts/process/command-line.js';
import { startContainersStack } from './containers.stack.js';
import { startLocalStack } from './local.stack.js';
import { STACK_VARIABLE, type StackKind, type TestStack, type TestStackOptions } from './test-stack.js';

const STARTERS: Record<StackKind, typeof startLocalStack> = {
  containers: startContainersStack,
  local: startLocalStack,
};

/** Starts the tests' own stores: containers when a Docker engine answers, else programs on this machine. */
export async function startTestStack(progress: Progress, options: TestStackOptions): Promise<TestStack> {
  const forced = process.env[STACK_VARIABLE];
  if (forced && !(forced in STARTERS)) {
    throw new SetupError(
      `${STACK_VARIABLE}=${forced}: give ${Object.keys(STARTERS).join(' or ')}, or leave it away`,
    );
  }
  const kind = (forced as StackKind | undefined) || ((await engineAnswers()) ? 'containers' : 'local');
  progress.say(`Test stack: ${kind} (${STACK_VARIABLE}=containers|local forces one)`);
  return STARTERS[kind](progress, options);
}

async function engineAnswers(): Promise<boolean> {
  const { code } = await runCommand('docker', ['info', '--format', '{{.ServerVersion}}'], {
    timeoutMs: 8_000,
  });
  return code === 0;
}
