import { type FormEvent, useState } from 'react';
import { type DiaryChange, useDiary, type Watched } from '../../api/diary';
import { messageOf } from '../../http/problem';
import { Dialog } from '../basic/dialog';
import { say } from '../basic/toasts';

const FIRST_DAY = '1895-12-28';
/** As many as the server keeps of a film. */
const MOST_REWATCHES = 50;

/** When I watched a movie, in a line, and the dialog that changes it. */
export function Diary({ watched }: { watched: Watched }) {
  const [isOpen, setIsOpen] = useState(false);
  const words = wordsOf(watched);
  return (
    <>
      <button
        type="button"
        className="text-button"
        aria-label={`${words}: ${watched.movie.title}`}
        onClick={() => setIsOpen(true)}
      >
        {words}
      </button>
      {isOpen && <DiaryDialog watched={watched} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function DiaryDialog({ watched, onClose }: { watched: Watched; onClose: () => void }) {
  const { movie, stars, seenAt, rewatches } = watched;
  const write = useDiary(watched, (error, again) =>
    say(`${movie.title} was not saved. ${messageOf(error)}`, { label: 'Try again', run: again }, movie.id),
  );
  const change = (made: DiaryChange, words: string, undo: DiaryChange) => {
    write(made);
    say(`${movie.title}: ${words}`, { label: 'Undo', run: () => write(undo) }, movie.id);
  };
  return (
    <Dialog label={`When you watched ${movie.title}`} onClose={onClose}>
      <h2>When you watched {movie.title}</h2>
      <DayForm
        key={seenAt}
        label="First watched on"
        day={seenAt ?? ''}
        button="Save"
        save={(day) => change({ first: day }, `watched on ${dateOf(day)}.`, { first: seenAt })}
      />
      {seenAt && (
        <button
          type="button"
          className="text-button"
          onClick={() => change({ first: undefined }, 'without a date.', { first: seenAt })}
        >
          Forget the date
        </button>
      )}
      {stars !== undefined && (
        <>
          {rewatches.length > 0 && (
            <ul className="diary" aria-label="Watched again">
              {rewatches.map((day) => (
                <li key={day}>
                  {dateOf(day)}
                  <button
                    type="button"
                    className="text-button"
                    aria-label={`Remove ${dateOf(day)}`}
                    onClick={() =>
                      change({ again: day, on: false }, `not watched on ${dateOf(day)}.`, {
                        again: day,
                        on: true,
                      })
                    }
                  >
                    Remove
                  </button>
                </li>
              ))}
            </ul>
          )}
          {rewatches.length < MOST_REWATCHES && (
            <DayForm
              label="Watched again on"
              day={today()}
              button="Add"
              save={(day) =>
                change({ again: day, on: true }, `watched again on ${dateOf(day)}.`, {
                  again: day,
                  on: false,
                })
              }
            />
          )}
        </>
      )}
    </Dialog>
  );
}

interface DayFormProps {
  label: string;
  day: string;
  button: string;
  save: (day: string) => void;
}

/** The browser's own field for a date says what is wrong with one. */
function DayForm({ label, day, button, save }: DayFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(String(new FormData(event.currentTarget).get('day')));
  };
  return (
    <form className="day-form" onSubmit={submit}>
      <label className="field">
        {label}
        <input type="date" name="day" defaultValue={day} min={FIRST_DAY} max={today()} required />
      </label>
      <button type="submit" className="button" aria-label={`${button}: ${label}`}>
        {button}
      </button>
    </form>
  );
}

function wordsOf({ seenAt, rewatches }: Watched): string {
  const last = rewatches.at(-1) ?? seenAt;
  if (last === undefined) return 'When did you watch it?';
  const times = rewatches.length + (seenAt ? 1 : 0);
  return `Watched ${dateOf(last)}${times > 1 ? `, ${times} times` : ''}`;
}

const dateOf = (day: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' });

/** Where this browser is. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
