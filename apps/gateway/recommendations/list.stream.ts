import type { ListRefreshed } from '#contracts/recommender/recommender.events.js';
import { personalList } from '#lists/list.key.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { Injectable, type MessageEvent, OnModuleDestroy } from '@nestjs/common';
import { filter, from, interval, map, merge, mergeMap, Observable, Subject, takeUntil, timer } from 'rxjs';

const HEARTBEAT_MS = 25_000;

type Announcement = Pick<ListRefreshed, 'userId' | 'ratingsVersion' | 'generatedAt'>;

/** Tells browsers when their user has a new list. */
@Injectable()
export class ListStream implements OnModuleDestroy {
  private readonly announcements = new Subject<Announcement>();
  private readonly ended = new Subject<string | 'everyone'>();

  constructor(private readonly readyLists: ReadyLists) {}

  announce(event: Announcement): void {
    this.announcements.next(event);
  }

  /** Ends one user's streams. */
  end(userId: string): void {
    this.ended.next(userId);
  }

  onModuleDestroy(): void {
    this.ended.next('everyone');
  }

  /**
   * Emits `recommendations` for each new list until the access token expires. A browser that reconnects sends the id of the
   * last event it received (`Last-Event-ID`), and hears at once of a newer list. Pings keep proxies from closing the
   * connection.
   */
  of(userId: string, expiresAt: Date, lastEventId?: string): Observable<MessageEvent> {
    const fresh = this.announcements.pipe(filter((event) => event.userId === userId));
    const missed =
      lastEventId === undefined
        ? from([])
        : from(this.missedSince(userId, lastEventId)).pipe(mergeMap((events) => events));
    const pings = interval(HEARTBEAT_MS).pipe(map(() => ({ type: 'ping', data: {} })));
    const over = merge(
      timer(expiresAt),
      this.ended.pipe(filter((who) => who === userId || who === 'everyone')),
    );
    return merge(merge(missed, fresh).pipe(map(message)), pings).pipe(takeUntil(over));
  }

  private async missedSince(userId: string, lastEventId: string): Promise<Announcement[]> {
    const list = await this.readyLists.read(personalList(userId)).catch(() => undefined);
    if (!list) return [];
    const { ratingsVersion, generatedAt } = list;
    return eventId({ ratingsVersion, generatedAt }) === lastEventId
      ? []
      : [{ userId, ratingsVersion, generatedAt }];
  }
}

function message({ ratingsVersion, generatedAt }: Announcement): MessageEvent {
  return {
    type: 'recommendations',
    id: eventId({ ratingsVersion, generatedAt }),
    data: { ratingsVersion, generatedAt },
  };
}

const eventId = ({ ratingsVersion, generatedAt }: Omit<Announcement, 'userId'>) =>
  `${ratingsVersion}@${generatedAt}`;
