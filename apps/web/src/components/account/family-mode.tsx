import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { UserProfile } from '../../api/client';
import { NO_LIMIT, regionsQuery, useRegion, useSaveViewing } from '../../api/viewing';
import { say } from '../basic/toasts';
import { account } from '../../words/en/account';
import { entry } from '../../words/en/entry';
import { watching as words } from '../../words/en/watching';
import { countryName } from '../../words/dates';
import { Rich } from '../../words/rich';
import { errorsOf, Field, FormProblem, useForm } from '../form/form';

/** A limit of what is shown, which only the password sets and lifts. */
export function FamilyMode({ me }: { me: UserProfile }) {
  const { data: all = [] } = useQuery(regionsQuery);
  const [limitedIn, limitedTo] = me.certificationMax?.split(':') ?? [];
  const certifying = all.filter(({ certifications }) => certifications.length > 0);
  const own = useRegion();
  const [country, setCountry] = useState(limitedIn);
  const here = certifying.find(({ region }) => region === (country ?? own)) ?? certifying.at(0);
  const saving = useSaveViewing();
  const [times, setTimes] = useState(0);
  const [inCountry, upTo] = [useId(), useId()];
  const { errors, busy, onSubmit } = useForm(async ({ certification, currentPassword }) => {
    if (!currentPassword) return { fields: { currentPassword: account.passwordMissing } };
    const certificationMax = me.certificationMax ? NO_LIMIT : `${here?.region}:${certification}`;
    try {
      await saving.mutateAsync({ certificationMax, currentPassword });
      say(certificationMax === NO_LIMIT ? words.isOff : words.isOn);
      setTimes(times + 1);
    } catch (error) {
      return errorsOf(error, { wrong_password: 'currentPassword' });
    }
  });
  if (!here) return null;
  return (
    <section className="panel" aria-labelledby="family-mode">
      <h2 id="family-mode">{words.family}</h2>
      <p className="muted">{words.familyWhat}</p>
      <form key={times} onSubmit={onSubmit} noValidate>
        {limitedIn && limitedTo ? (
          <p>
            <Rich
              text={words.familyOn(limitedTo, limitedIn)}
              parts={{ strong: (name) => <strong>{name}</strong> }}
            />
          </p>
        ) : (
          <>
            <div className="field">
              <label htmlFor={inCountry}>{words.certifiedIn}</label>
              <select id={inCountry} value={here.region} onChange={({ target }) => setCountry(target.value)}>
                {certifying.map(({ region }) => (
                  <option key={region} value={region}>
                    {countryName(region)}
                  </option>
                ))}
              </select>
            </div>
            <div className="field">
              <label htmlFor={upTo}>{words.upTo}</label>
              <select id={upTo} name="certification" key={here.region}>
                {here.certifications.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
          </>
        )}
        <Field
          label={entry.password}
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          errors={errors}
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button" disabled={busy}>
          {limitedIn ? words.end : words.begin}
        </button>
      </form>
    </section>
  );
}
