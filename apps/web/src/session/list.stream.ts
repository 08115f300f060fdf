import { createParser } from 'eventsource-parser';
import { accessToken, session } from './session';
import { reportAnswer, reportSilence } from './reachability';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;

export interface ListAnnounced {
  ratingsVersion: number;
  generatedAt: string;
}

/**
 * Hears of every new list until `signal` says stop: `EventSource` cannot send the access token. Comes back by itself
 * when the token expires or the server restarts, saying what it heard last so that nothing is missed.
 */
export async function followList(heard: (list: ListAnnounced) => void, signal: AbortSignal): Promise<void> {
  let lastEventId = '';
  let delay = FIRST_DELAY_MS;
  while (!signal.aborted && session.state.status === 'signed-in') {
    try {
      const token = await accessToken();
      if (!token) return;
      const response = await fetch('/api/v1/me/recommendations/stream', {
        headers: {
          accept: 'text/event-stream',
          authorization: `Bearer ${token}`,
          ...(lastEventId && { 'last-event-id': lastEventId }),
        },
        signal,
      }).catch((error: unknown) => {
        if (!signal.aborted) reportSilence();
        throw error;
      });
      if (response.ok && response.body) {
        reportAnswer();
        delay = FIRST_DELAY_MS;
        const parser = createParser({
          onEvent: ({ id, event, data }) => {
            if (id) lastEventId = id;
            if (event === 'recommendations') heard(JSON.parse(data) as ListAnnounced);
          },
        });
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) parser.feed(part.value);
      }
    } catch {
      // The connection broke: the delay below comes before the next try.
    }
    await new Promise((resolve) => setTimeout(resolve, delay));
    delay = Math.min(delay * 2, LONGEST_DELAY_MS);
  }
}
