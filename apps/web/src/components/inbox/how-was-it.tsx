import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type InboxItem, inboxQuery, useDropNotice } from '../../api/account/connections';
import { messageOf } from '../../http/problem';
import { Icon } from '../basic/icons';
import { say } from '../basic/toasts';
import { RateMovie } from '../movie/rate-movie';
import { Poster } from '../poster/poster';
import { diary } from '../../words/en/diary';
import { day } from '../../words/dates';

/** So many at once; the next come as these are answered. */
const ASKED = 3;

/** Asks about films that a media server says were watched. Nothing, where nothing was. */
export function HowWasIt() {
  const { data = [] } = useQuery(inboxQuery);
  if (data.length === 0) return null;
  return (
    <section className="how-was-it" aria-label={diary.howWasIt}>
      <p className="how-was-it-title" aria-hidden="true">
        {diary.howWasIt}
      </p>
      <ul>
        {data.slice(0, ASKED).map((item) => (
          <Question key={item.id} item={item} />
        ))}
      </ul>
      {data.length > ASKED && <p className="muted">{diary.moreWatched(data.length - ASKED)}</p>}
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
        <span className="muted">{diary.notifiedOf(day(playedAt))}</span>
        <RateMovie movie={movie} />
      </div>
      <button
        type="button"
        className="icon-button small"
        aria-label={diary.doNotAsk(movie.title)}
        onClick={() => drop.mutate(id, { onError: (error) => say(messageOf(error)) })}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
