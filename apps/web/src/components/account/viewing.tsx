import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { UserProfile } from '../../api/client';
import { regionsQuery, useRegion, useSaveViewing } from '../../api/viewing';
import { messageOf } from '../../http/problem';
import { watching as words } from '../../words/en/watching';
import { countryName } from '../../words/dates';
import { say } from '../basic/toasts';

/** As many as the server takes. */
const MAX_SERVICES = 50;

/** Where somebody is, and which services they have: for the row "On your services", and for filters. */
export function Services({ me }: { me: UserProfile }) {
  const { data: all = [] } = useQuery(regionsQuery);
  const here = useRegion();
  const saving = useSaveViewing();
  const withServices = all.filter(({ services }) => services.length > 0);
  const [region, setRegion] = useState(me.region);
  const shown = withServices.find((one) => one.region === (region ?? here)) ?? withServices.at(0);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set(me.services));
  const select = useId();
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!shown) return;
    const services = shown.services.map(({ id }) => id).filter((id) => chosen.has(id));
    saving.mutate(
      { region: shown.region, services: services.slice(0, MAX_SERVICES) },
      {
        onSuccess: () => say(words.saved),
        onError: (error) => say(messageOf(error)),
      },
    );
  };
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <section className="panel" aria-labelledby="services">
      <h2 id="services">{words.services}</h2>
      <p className="muted">{words.servicesWhat}</p>
      {shown ? (
        <form onSubmit={save}>
          <div className="field">
            <label htmlFor={select}>{words.country}</label>
            <select id={select} value={shown.region} onChange={({ target }) => setRegion(target.value)}>
              {withServices.map((one) => (
                <option key={one.region} value={one.region}>
                  {countryName(one.region)}
                </option>
              ))}
            </select>
          </div>
          <fieldset>
            <legend>{words.mine}</legend>
            <ul className="service-choices">
              {shown.services.map(({ id, name, count }) => (
                <li key={id}>
                  <label>
                    <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} /> {name}{' '}
                    <span className="muted">{words.films(count)}</span>
                  </label>
                </li>
              ))}
            </ul>
          </fieldset>
          <button type="submit" className="button" disabled={saving.isPending}>
            {words.save}
          </button>
        </form>
      ) : (
        <p>{words.unknown}</p>
      )}
    </section>
  );
}
