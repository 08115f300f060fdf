import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { UserProfile } from '../../api/client';
import { NO_LIMIT, regionsQuery, useRegion, useSaveViewing } from '../../api/viewing';
import { say } from '../basic/toasts';
import { errorsOf, Field, FormProblem, useForm } from '../form/form';

const countries = new Intl.DisplayNames(['en'], { type: 'region' });

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
    if (!currentPassword) return { fields: { currentPassword: 'Your password is missing.' } };
    const certificationMax = me.certificationMax ? NO_LIMIT : `${here?.region}:${certification}`;
    try {
      await saving.mutateAsync({ certificationMax, currentPassword });
      say(certificationMax === NO_LIMIT ? 'Family mode is off.' : 'Family mode is on.');
      setTimes(times + 1);
    } catch (error) {
      return errorsOf(error, { wrong_password: 'currentPassword' });
    }
  });
  if (!here) return null;
  return (
    <section className="panel" aria-labelledby="family-mode">
      <h2 id="family-mode">Family mode</h2>
      <p className="muted">
        Shows only films that a country has certified, and not beyond what you choose: in lists, rows, search
        and on film pages. Films without its certification are hidden too. It begins and ends with your
        password.
      </p>
      <form key={times} onSubmit={onSubmit} noValidate>
        {limitedIn ? (
          <p>
            On: films certified up to <strong>{limitedTo}</strong> in {countries.of(limitedIn)}.
          </p>
        ) : (
          <>
            <div className="field">
              <label htmlFor={inCountry}>Certified in</label>
              <select id={inCountry} value={here.region} onChange={({ target }) => setCountry(target.value)}>
                {certifying.map(({ region }) => (
                  <option key={region} value={region}>
                    {countries.of(region)}
                  </option>
                ))}
              </select>
            </div>
            <div className="field">
              <label htmlFor={upTo}>Up to</label>
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
          label="Password"
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          errors={errors}
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button" disabled={busy}>
          {limitedIn ? 'End family mode' : 'Begin family mode'}
        </button>
      </form>
    </section>
  );
}
