import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Feed, feedsQuery, useEndFeed, useMakeFeed } from '../../api/account/feeds';
import { messageOf } from '../../http/problem';
import { say } from '../basic/toasts';
import { dayOf, lastUse } from './dates';
import { ShownOnce } from './shown-once';
import { account } from '../../words/en/account';
import { app } from '../../words/en/app';
import { outside } from '../../words/en/outside';

const KINDS: Feed['kind'][] = ['list', 'new-films'];

/** Addresses for feed readers: those there are, and buttons for others. */
export function Feeds() {
  const { data } = useQuery(feedsQuery);
  const making = useMakeFeed();
  const [made, setMade] = useState<{ kind: Feed['kind']; address: string; calendar?: string }>();
  const make = (kind: Feed['kind']) =>
    making.mutate(kind, {
      onSuccess: ({ path, calendarPath }) => {
        const { origin } = window.location;
        setMade({
          kind,
          address: origin + path,
          ...(calendarPath && { calendar: origin + calendarPath }),
        });
      },
      onError: (error) => say(messageOf(error)),
    });
  return (
    <section className="panel" aria-labelledby="feeds-title">
      <h2 id="feeds-title">{account.feeds}</h2>
      <p className="muted">{account.feedsWhat}</p>
      {data && data.length > 0 && (
        <ul className="secret-list" aria-label={account.yourFeeds}>
          {data.map((feed) => (
            <FeedRow key={feed.id} feed={feed} />
          ))}
        </ul>
      )}
      {made ? (
        <>
          <ShownOnce
            label={account.addressOf(account.feedNames[made.kind])}
            secret={made.address}
            onDone={() => setMade(undefined)}
          />
          {made.calendar && (
            <ShownOnce
              label={outside.calendarAddress}
              secret={made.calendar}
              onDone={() => setMade(undefined)}
            />
          )}
        </>
      ) : (
        <p className="row">
          {KINDS.map((kind) => (
            <button
              key={kind}
              type="button"
              className="button"
              disabled={making.isPending}
              onClick={() => make(kind)}
            >
              {account.feedOf(account.feedNames[kind])}
            </button>
          ))}
        </p>
      )}
    </section>
  );
}

function FeedRow({ feed: { id, kind, createdAt, lastUsedAt } }: { feed: Feed }) {
  const end = useEndFeed();
  const remove = () =>
    end.mutate(id, {
      onSuccess: () => say(account.feedRemoved),
      onError: (error) => say(messageOf(error)),
    });
  return (
    <li>
      <span>
        <strong>{account.feedNames[kind]}</strong>
        <span className="muted">{account.since(dayOf(createdAt), lastUse(lastUsedAt))}</span>
      </span>
      <button
        type="button"
        className="button quiet"
        disabled={end.isPending}
        onClick={remove}
        aria-label={account.removeFeed(account.feedNames[kind])}
      >
        {app.remove}
      </button>
    </li>
  );
}
