import { jittered } from '../http/retry';
import { type ImportProgress, importProgress } from './import.progress';
import { leadInTurn } from './leadership';
import { accessToken, session } from './session';
import { reportAnswer, reportSilence } from './reachability';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;

export interface ListAnnounced {
  ratingsVersion: number;
  generatedAt: string;
}

/** What the tab with the stream tells the others. */
type Word = { id?: string; list: ListAnnounced } | { progress: ImportProgress } | 'silence';

/**
 * Hears of every new list of an account until `stop` says so. A browser opens few connections to one server, and a stream
 * keeps one: so one tab has the stream, for all of them.
 */
export function followList(account: string, heard: (list: ListAnnounced) => void, stop: AbortSignal): void {
  const channel = new BroadcastChannel(`list ${account}`);
  // Known in every tab, so that whichever has the stream next misses nothing.
  let lastEventId = '';
  const take = (word: Word): void => {
    if (word === 'silence') return reportSilence();
    if ('progress' in word) return importProgress.set(word.progress);
    if (word.id) lastEventId = word.id;
    heard(word.list);
  };
  const announce = (word: Word): void => {
    channel.postMessage(word);
    take(word);
  };
  channel.onmessage = ({ data }: MessageEvent<Word>) => take(data);
  stop.addEventListener('abort', () => channel.close());
  leadInTurn(`list ${account}`, (signal) => void keepStream(() => lastEventId, announce, signal), stop);
}

/**
 * `EventSource` cannot send the access token. Comes back by itself when the token expires or the server restarts, saying
 * what was heard last.
 */
async function keepStream(
  lastEventId: () => string,
  announce: (word: Word) => void,
  signal: AbortSignal,
): Promise<void> {
  let delay = FIRST_DELAY_MS;
  while (!signal.aborted && session.state.status === 'signed-in') {
    try {
      const token = await accessToken();
      if (!token) return;
      const response = await fetch('/api/v1/me/recommendations/stream', {
        headers: {
          accept: 'text/event-stream',
          authorization: `Bearer ${token}`,
          ...(lastEventId() && { 'last-event-id': lastEventId() }),
        },
        signal,
      }).catch((error: unknown) => {
        if (!signal.aborted) announce('silence');
        throw error;
      });
      if (response.ok && response.body) {
        reportAnswer();
        delay = FIRST_DELAY_MS;
        // Once the server has us: what it tells meanwhile waits in the stream.
        const { createParser } = await import('eventsource-parser');
        const parser = createParser({
          onEvent: ({ id, event, data }) => {
            if (event === 'recommendations') announce({ id, list: JSON.parse(data) as ListAnnounced });
            if (event === 'import') announce({ progress: JSON.parse(data) as ImportProgress });
          },
        });
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) parser.feed(part.value);
      }
    } catch {
      // The connection broke: the delay below comes before the next try.
    }
    if (signal.aborted) return;
    // Not all browsers at once when a server is back.
    await new Promise((resolve) => setTimeout(resolve, jittered(delay)));
    delay = Math.min(delay * 2, LONGEST_DELAY_MS);
  }
}
