import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { session } from '../session/session';
import { Store } from '../session/store';
import type { MovieCard, RatedMovie, SavedMovie } from './client';

/** Seen is without stars: a rating takes a movie off that list. */
export type SavedList = 'watchlist' | 'not-interested' | 'seen';

/** What somebody does to their data, in this tab or another of this browser. */
export type Change =
  /** Without stars: takes the rating back. */
  | { kind: 'rate'; movie: MovieCard; stars?: number }
  | { kind: 'save'; savedList: SavedList; movie: MovieCard; on: boolean }
  /** Many at once. */
  | { kind: 'rate-many'; movieIds: string[] };

/** What is made of what somebody does. */
const LISTS: QueryKey[] = [['list'], ['rows']];

/** A change begins before the server has it, and is then made, or not. */
type Word = { change: Change; state: 'begun' | 'made' | 'failed' };

/** Movies rated, or refused or seen, while this page was open: no list shows them, whatever the server still says. */
export const taken = new Store<{ rated: ReadonlySet<string>; refused: ReadonlySet<string> }>(nothing());

let others: BroadcastChannel | undefined;
/** Movies whose rating was taken back: what else was said of them is the server's to know. */
const takenBack = new Set<string>();

/** Shows in this tab what the account's other tabs change, and tells them what this one does, until `stop` says so. */
export function followChanges(client: QueryClient, account: string, stop: AbortSignal): void {
  const channel = (others = new BroadcastChannel(`changes ${account}`));
  channel.onmessage = ({ data }: MessageEvent<Word>) => hear(client, data);
  stop.addEventListener('abort', () => {
    channel.close();
    if (others === channel) others = undefined;
    if (session.state.account !== account) taken.set(nothing());
  });
}

/** Shows a change: here as soon as it begins, what it changes in other tabs once it is made, and in no list meanwhile. */
export function tell(client: QueryClient, change: Change, state: Word['state']): void {
  others?.postMessage({ change, state } satisfies Word);
  if (state === 'begun') write(client, change);
  follow(client, { change, state });
}

function hear(client: QueryClient, word: Word): void {
  if (word.state === 'made') write(client, word.change);
  follow(client, word);
}

function follow(client: QueryClient, { change, state }: Word): void {
  hide(change, state !== 'failed');
  // What failed may have been carried out all the same, so what is true is asked for.
  const own = change.kind === 'save' ? ['shelf', change.savedList] : ['ratings'];
  const stale: QueryKey[] = change.kind === 'rate-many' ? [...LISTS, own] : [...LISTS];
  // What was still on its way was called off when the change began.
  if (client.getQueryData(own) === undefined) stale.push(own);
  if (state === 'made' && change.kind === 'rate') {
    const { id } = change.movie;
    if (change.stars === undefined) {
      takenBack.add(id);
      // With a day on which it was watched it is seen all the same.
      stale.push(['shelf', 'seen']);
    } else if (takenBack.delete(id)) stale.push(own);
  }
  if (state === 'made') for (const queryKey of stale) void client.invalidateQueries({ queryKey });
  // A rating answers a question.
  if (state === 'made' && change.kind !== 'save') void client.invalidateQueries({ queryKey: ['inbox'] });
  if (state === 'failed') void client.invalidateQueries({ queryKey: own });
}

function write(client: QueryClient, change: Change): void {
  if (change.kind === 'rate')
    client.setQueryData<RatedMovie[]>(
      ['ratings'],
      (old) => old && withStars(old, change.movie, change.stars),
    );
  if (change.kind === 'rate' && change.stars !== undefined)
    client.setQueryData<SavedMovie[]>(['shelf', 'seen'], (old) =>
      old?.filter(({ movie }) => movie.id !== change.movie.id),
    );
  if (change.kind === 'save')
    client.setQueryData<SavedMovie[]>(['shelf', change.savedList], (old) => {
      const rest = old?.filter((entry) => entry.movie.id !== change.movie.id);
      return change.on && rest ? [{ movie: change.movie, addedAt: new Date().toISOString() }, ...rest] : rest;
    });
}

function hide(change: Change, happens: boolean): void {
  if (change.kind === 'rate') take('rated', [change.movie.id], happens && change.stars !== undefined);
  if (change.kind === 'rate-many') take('rated', change.movieIds, happens);
  if (change.kind === 'save' && change.savedList !== 'watchlist')
    take('refused', [change.movie.id], happens && change.on);
}

function take(how: 'rated' | 'refused', movieIds: string[], on: boolean): void {
  const next = new Set(taken.state[how]);
  for (const id of movieIds) {
    if (on) next.add(id);
    else next.delete(id);
  }
  taken.set({ ...taken.state, [how]: next });
}

function nothing() {
  return { rated: new Set<string>(), refused: new Set<string>() };
}

/** A changed rating stays in its place; a new one comes first. */
function withStars(ratings: RatedMovie[], movie: MovieCard, stars?: number): RatedMovie[] {
  if (stars === undefined) return ratings.filter((rated) => rated.movie.id !== movie.id);
  const known = ratings.some((rated) => rated.movie.id === movie.id);
  if (known)
    return ratings.map((rated) => (rated.movie.id === movie.id ? { ...rated, rating: stars } : rated));
  return [{ movie, rating: stars, ratedAt: new Date().toISOString() }, ...ratings];
}
