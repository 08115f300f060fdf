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
