import { Link, Navigate, useSearchParams } from 'react-router';
import { useSignedIn } from '../../api/me';
import { errorsOf, Field, FormProblem, useForm } from '../../components/form/form';
import { persistently } from '../../http/retry';
import { register } from '../../session/session';
import { useTitle } from '../title';
import { app } from '../../words/en/app';
import { entry } from '../../words/en/entry';
import { Rich } from '../../words/rich';
import { nextOf } from './next';
import { ProviderSignIn } from './provider';

const SHORTEST_PASSWORD = 8;

export function RegisterPage() {
  useTitle(app.makeAccount);
  const signedIn = useSignedIn();
  const [search] = useSearchParams();
  const { errors, busy, onSubmit } = useForm(async ({ email, password, displayName }) => {
    const fields: Record<string, string> = {};
    if (!/^\S+@\S+\.\S+$/.test(email.trim())) fields.email = entry.noEmail;
    if (password.length < SHORTEST_PASSWORD) fields.password = entry.tooShort(SHORTEST_PASSWORD);
    if (Object.keys(fields).length > 0) return { fields };
    try {
      await persistently((headers) =>
        register(headers['idempotency-key'], email, password, displayName.trim()),
      );
    } catch (error) {
      return errorsOf(error, { email_taken: 'email' });
    }
  });
  if (signedIn) return <Navigate to={nextOf(search)} replace />;
  return (
    <div className="form-page">
      <h1>{app.makeAccount}</h1>
      <p className="lead">{entry.whatItKeeps}</p>
      <ProviderSignIn />
      <form onSubmit={onSubmit} noValidate>
        <Field label={entry.name} name="displayName" autoComplete="nickname" maxLength={80} errors={errors} />
        <Field label={entry.email} name="email" type="email" autoComplete="username" errors={errors} />
        <Field
          label={entry.password}
          name="password"
          type="password"
          autoComplete="new-password"
          hint={entry.passwordHint(SHORTEST_PASSWORD)}
          maxLength={200}
          errors={errors}
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button primary wide" disabled={busy}>
          {busy ? entry.making : entry.make}
        </button>
      </form>
      <p className="form-other">
        <Rich text={entry.haveOne} parts={{ login: (link) => <Link to={`/login?${search}`}>{link}</Link> }} />
      </p>
    </div>
  );
}
