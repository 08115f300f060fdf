import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type InboxItem, inboxQuery, useDropNotice } from '../../api/account/connections';
import { messageOf } from '../../http/problem';
import { Icon } from '../basic/icons';
import { say } from '../basic/toasts';
import { RateMovie } from '../movie/rate-movie';
import { Poster } from '../poster/poster';

/** So many at once; the next come as these are answered. */
const ASKED = 3;
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

/** Asks about films that a media server says were watched. Nothing, where nothing was. */
export function HowWasIt() {
  const { data = [] } = useQuery(inboxQuery);
  if (data.length === 0) return null;
  return (
    <section className="how-was-it" aria-label="How was it?">
      <p className="how-was-it-title" aria-hidden="true">
        How was it?
      </p>
      <ul>
        {data.slice(0, ASKED).map((item) => (
          <Question key={item.id} item={item} />
        ))}
      </ul>
      {data.length > ASKED && <p className="muted">and {data.length - ASKED} more you watched</p>}
    </section>
  );
}

function Question({ item: { id, movie, playedAt } }: { item: InboxItem }) {
  const drop = useDropNotice();
  return (
    <li>
      <Poster movie={movie} />
      <div>
        <Link to={`/movies/${movie.id}`}>{movie.title}</Link>
        <span className="muted">watched {day.format(new Date(playedAt))}</span>
        <RateMovie movie={movie} />
      </div>
      <button
        type="button"
        className="icon-button small"
        aria-label={`Do not ask about ${movie.title}`}
        onClick={() => drop.mutate(id, { onError: (error) => say(messageOf(error)) })}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
