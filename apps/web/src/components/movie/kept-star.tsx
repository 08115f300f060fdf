import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import type { MovieCard } from '../../api/client';
import { ratingsQuery, useRate } from '../../api/me';
import { Dialog } from '../basic/dialog';
import { say } from '../basic/toasts';
import { useEntry } from '../basic/entry';
import { notSaved } from './not-saved';
import { app } from '../../words/en/app';
import { sayings } from '../../words/en/sayings';

/** Stars that somebody gave before they had an account: this tab keeps them until they have one. */
interface KeptStars {
  movie: MovieCard;
  stars: number;
}

const KEPT = 'kept-stars';

const keep = (kept: KeptStars) => sessionStorage.setItem(KEPT, JSON.stringify(kept));
const drop = () => sessionStorage.removeItem(KEPT);

function takeKept(): KeptStars | undefined {
  const kept = sessionStorage.getItem(KEPT);
  drop();
  return kept === null ? undefined : (JSON.parse(kept) as KeptStars);
}

/** Asks a stranger who gave stars to make an account, says why, and keeps the stars meanwhile. */
export function StarsNeedAccount({ movie, stars, onClose }: KeptStars & { onClose: () => void }) {
  const entry = useEntry();
  useEffect(() => keep({ movie, stars }), [movie, stars]);
  return (
    <Dialog
      label={sayings.keepTitle}
      onClose={() => {
        drop();
        onClose();
      }}
    >
      <h2>{sayings.keepQuestion(movie.title, stars)}</h2>
      <p>{sayings.keepWhy}</p>
      <p className="row">
        <Link to={entry('/register')} className="button primary">
          {app.makeAccount}
        </Link>
        <Link to={entry('/login')} className="button">
          {app.logIn}
        </Link>
      </p>
    </Dialog>
  );
}

/** Saves, for who has just logged in, what was kept for them. */
export function KeptStar() {
  const { mutate } = useRate(notSaved);
  // What a rating changes must be there first.
  const isReady = useQuery(ratingsQuery).data !== undefined;
  useEffect(() => {
    const kept = isReady ? takeKept() : undefined;
    if (!kept) return;
    const { movie, stars } = kept;
    mutate({ movie, stars });
    say(sayings.givenKept(movie.title, stars), { label: app.undo, run: () => mutate({ movie }) }, movie.id);
  }, [isReady, mutate]);
  return null;
}
