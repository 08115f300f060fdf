import { AppError } from '#contracts/protocol/app.error.js';
import type { ListRefreshed } from '#contracts/recommender/recommender.events.js';
import { personalList } from '#lists/list.key.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { Injectable, type MessageEvent, OnModuleDestroy } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';

const HEARTBEAT_MS = 25_000;
/** Streams at once: of one person, whose oldest then ends, and of all. */
const MAX_OF_ONE = 10;
const MAX_OF_ALL = 5000;
/** Between these, browsers wait before they come back, so that those of a gateway that ended do not come at once. */
const RETRY_MS = [1000, 5000] as const;

/** What a browser knows that has no list yet. */
const NO_LIST = 'none';

type Announcement = Pick<ListRefreshed, 'userId' | 'ratingsVersion' | 'generatedAt'>;
type Stream = Subscriber<MessageEvent>;

/** Tells browsers when their user has a new list. */
@Injectable()
export class ListStream implements OnModuleDestroy {
  /** By person, the oldest first. */
  private readonly streams = new Map<string, Set<Stream>>();
  /** The id of the last event of each, which others repeat: a browser that comes back says it, and means the list. */
  private readonly lastIds = new WeakMap<Stream, string>();
  private open = 0;

  constructor(private readonly readyLists: ReadyLists) {}

  announce(event: Announcement): void {
    for (const stream of this.streams.get(event.userId) ?? []) this.send(stream, message(event));
  }

  /** Sends a person's browsers something else that is happening now; who is away misses it. */
  tell(userId: string, type: string, data: object): void {
    for (const stream of this.streams.get(userId) ?? [])
      stream.next({ type, id: this.lastIds.get(stream) ?? NO_LIST, data });
  }

  /** Ends one user's streams. */
  end(userId: string): void {
    for (const stream of [...(this.streams.get(userId) ?? [])]) stream.complete();
  }

  onModuleDestroy(): void {
    for (const userId of [...this.streams.keys()]) this.end(userId);
  }

  /**
   * Emits `recommendations` for each new list until the access token expires. A browser that reconnects sends the id of the
   * last event it received (`Last-Event-ID`), and hears at once of a newer list. Pings keep proxies from closing the
   * connection; they are comments, because an event would get an id and be taken for the last one.
   *
   * @throws AppError `service_unavailable` when too many streams are open
   */
  of(userId: string, expiresAt: Date, lastEventId?: string): Observable<MessageEvent> {
    if (this.open >= MAX_OF_ALL) throw new AppError('service_unavailable', 'Too many streams are open.');
    return new Observable((stream) => {
      this.add(userId, stream);
      const pings = setInterval(() => stream.next({ comment: 'ping' }), HEARTBEAT_MS);
      const over = setTimeout(() => stream.complete(), expiresAt.getTime() - Date.now());
      void this.greeting(userId, lastEventId).then((greeting) => this.send(stream, greeting));
      return () => {
        clearInterval(pings);
        clearTimeout(over);
        this.remove(userId, stream);
      };
    });
  }

  private send(stream: Stream, event: MessageEvent): void {
    if (event.id !== undefined) this.lastIds.set(stream, event.id);
    stream.next(event);
  }

  private add(userId: string, stream: Stream): void {
    const own = this.streams.get(userId) ?? new Set();
    if (own.size >= MAX_OF_ONE) own.values().next().value?.complete();
    // Completing the last one took the set out.
    this.streams.set(userId, own.add(stream));
    this.open += 1;
  }

  private remove(userId: string, stream: Stream): void {
    const own = this.streams.get(userId);
    if (!own?.delete(stream)) return;
    this.open -= 1;
    if (own.size === 0) this.streams.delete(userId);
  }

  /** The list that was missed, or else only where the browser stands; and when to come back if the connection breaks. */
  private async greeting(userId: string, lastEventId?: string): Promise<MessageEvent> {
    const list = await this.readyLists.read(personalList(userId)).catch(() => undefined);
    const id = list ? eventId(list) : NO_LIST;
    const isMissed = list !== undefined && lastEventId !== undefined && lastEventId !== id;
    const [soonest, latest] = RETRY_MS;
    const retry = Math.round(soonest + Math.random() * (latest - soonest));
    return isMissed ? { ...message(list), retry } : { id, retry };
  }
}

function message({ ratingsVersion, generatedAt }: Omit<Announcement, 'userId'>): MessageEvent {
  return {
    type: 'recommendations',
    id: eventId({ ratingsVersion, generatedAt }),
    data: { ratingsVersion, generatedAt },
  };
}

const eventId = ({ ratingsVersion, generatedAt }: Omit<Announcement, 'userId'>) =>
  `${ratingsVersion}@${generatedAt}`;
