import { type FormEvent, useId, useState } from 'react';
import { filterParts, type ListFilter, readFilter, writeFilter } from '../../api/list.filter';
import { useKept } from '../../session/kept';
import { session } from '../../session/session';
import { useStore } from '../../session/store';
import { Icon } from '../basic/icons';
import { list as words } from '../../words/en/list';

const MAX_KEPT = 30;
const MAX_NAME = 40;

/**
 * Filters under a name. They are kept in this browser, by account: they say nothing of a taste, whoever has another device
 * makes them anew in seconds, and an address with filters can be kept as a bookmark or sent anywhere.
 */
export function KeptFilters({
  filter,
  onChange,
}: {
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
}) {
  const { account } = useStore(session);
  /** Addresses by name. */
  const [kept, setKept] = useKept<Record<string, string>>(`filters ${account ?? 'stranger'}`, {});
  const [name, setName] = useState('');
  const field = useId();
  const address = writeFilter(new URLSearchParams(), filter).toString();
  const names = Object.keys(kept);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    const called = name.trim();
    if (!called || !address) return;
    setKept((before) =>
      Object.fromEntries([...Object.entries({ ...before, [called]: address })].slice(-MAX_KEPT)),
    );
    setName('');
  };
  const forget = (called: string) =>
    setKept((before) => Object.fromEntries(Object.entries(before).filter(([each]) => each !== called)));
  if (names.length === 0 && !address) return null;
  return (
    <fieldset className="kept-filters">
      <legend>{words.keptFilters}</legend>
      {names.length > 0 && (
        <div className="genre-choices">
          {names.map((called) => (
            <span
              key={called}
              className="genre-choice"
              data-state={kept[called] === address ? 'in' : undefined}
            >
              <button
                type="button"
                aria-pressed={kept[called] === address}
                onClick={() => onChange(readFilter(new URLSearchParams(kept[called])))}
              >
                {called}
              </button>
              <button
                type="button"
                aria-label={words.forgetFilters(called)}
                title={words.forget(called)}
                onClick={() => forget(called)}
              >
                <Icon name="close" />
              </button>
            </span>
          ))}
        </div>
      )}
      {address && (
        <form className="row" onSubmit={keep}>
          <label htmlFor={field} className="visually-hidden">
            {words.nameOfFilters}
          </label>
          <input
            id={field}
            type="text"
            value={name}
            maxLength={MAX_NAME}
            autoComplete="off"
            placeholder={filterParts(filter)[0]?.label ?? words.aName}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="submit" className="button" disabled={!name.trim()}>
            {words.keepHere}
          </button>
        </form>
      )}
    </fieldset>
  );
}
