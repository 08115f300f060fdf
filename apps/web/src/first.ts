/**
 * What cannot wait for the app: while its scripts are still on their way, this finds out who is here, asks for what the first
 * page shows, and fetches the pictures in view.
 */
import type { MoviePage, RowPage } from './api/client';
import { backdropOf, fetchPicture, postersInRow, wallInView } from './components/poster/pictures';
import { askEarly } from './session/early';
import { resumeSession, type SessionStatus, wasSignedIn } from './session/session';
import './styles/index.css';
import { languageOf, setLanguage } from './words/language';

/** As `useWall` and `rowsQuery` ask. */
const WALL = '/api/v1/movies?sort=popularity&limit=60';
const ROWS = '/api/v1/me/rows?limit=20';

/** What home shows, of whom it was the last time. Pictures further down come with the page: all at once would all come late. */
async function home(): Promise<void> {
  if (wasSignedIn()) {
    const { rows } = await answered<RowPage>(ROWS, 'signed-in');
    for (const { movie } of rows.at(0)?.items.slice(0, postersInRow()) ?? []) fetchPicture(movie.posterUrl);
  } else {
    const { items } = await answered<MoviePage>(WALL, 'anonymous');
    for (const place of wallInView().eyeCatchers) fetchPicture(backdropOf(items.at(place)?.posterUrl));
  }
}

/** What is read here stays to be read by the page. */
async function answered<T>(address: string, who: SessionStatus): Promise<T> {
  const answer = await askEarly(address, who);
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  return (await answer.clone().json()) as T;
}

setLanguage(languageOf(new URL(window.location.href), navigator.languages));
// What fails here the page asks for again, and it says so.
const { pathname, search } = window.location;
const first = pathname === '/' && !search ? home() : resumeSession();
first.catch(() => undefined);
// It writes into the page, which may wait for other files yet.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
else show();

function show(): void {
  void import('./main');
}
