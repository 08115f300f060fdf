import type { Redis } from 'ioredis';

const TICK_MS = 500;
/** Ticks without an answer after which Redis is dead. */
const SILENT_TICKS = 4;
/** A tick that comes so late says that this process was busy, and nothing about Redis. */
const LATE_MS = 250;

/**
 * Ends a connection on which Redis has not answered for two seconds, so that the commands on it fail. A time-out of the
 * socket would do so too, but also when this process had no time to read the answer: timers run first after a busy time.
 * So the time is counted in ticks, and a late one does not count.
 *
 * @param onSilence  is told before such a connection ends
 * @returns ends the watch
 */
export function watchRedis(client: Redis, onSilence: () => void = () => undefined): () => void {
  let asked = false;
  let silent = 0;
  let due = performance.now() + TICK_MS;
  const answered = () => {
    asked = false;
    silent = 0;
  };
  client.on('connect', answered);
  client.on('ready', answered);
  const tick = () => {
    const now = performance.now();
    const isLate = now > due + LATE_MS;
    due = now + TICK_MS;
    // While it is "connect", ioredis itself has asked whether Redis is ready.
    if (client.status !== 'ready' && client.status !== 'connect') return;
    if (client.status === 'ready' && !asked) {
      asked = true;
      client.ping().then(answered, answered);
    } else if (!isLate && ++silent >= SILENT_TICKS) {
      answered();
      onSilence();
      client.stream.destroy(new Error('no answer'));
    }
  };
  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    client.off('connect', answered);
    client.off('ready', answered);
  };
}
