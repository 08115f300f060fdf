import { oneLine } from './setup-error.js';

/**
 * Calls `stop` once when this process is asked to end: by Ctrl-C, by a signal, or because the command that started
 * it is gone. A terminal and npm each pass Ctrl-C on, so the same signal arriving again means nothing new.
 *
 * @param stop  gets the exit code a shell expects after such an end
 */
export function onInterruption(stop: (exitCode: number) => void): void {
  let reported = false;
  const once = (exitCode: number): void => {
    if (reported) return;
    reported = true;
    stop(exitCode);
  };
  process.on('SIGINT', () => once(130));
  process.on('SIGTERM', () => once(143));
  process.on('SIGHUP', () => once(129));
  process.on('disconnect', () => once(143));
  process.channel?.unref();
}

/**
 * Runs a command that cleans up after itself, and ends the process: with its exit code, with 1 and a line that says why it
 * failed, or with the code of an interruption.
 *
 * @param work      stops and cleans up when its signal is aborted
 * @param describe  what to say of a failure
 */
export async function runInterruptibly(
  work: (signal: AbortSignal) => Promise<number>,
  describe: (error: unknown) => string = oneLine,
): Promise<never> {
  const interrupted = new AbortController();
  let exitCode = 0;
  onInterruption((code) => {
    exitCode = code;
    interrupted.abort();
  });
  try {
    const result = await work(interrupted.signal);
    exitCode ||= result;
  } catch (error) {
    console.error(
      interrupted.signal.aborted ? 'Interrupted; everything is stopped and deleted.' : `✗ ${describe(error)}`,
    );
    exitCode ||= 1;
  }
  process.exit(exitCode);
}
