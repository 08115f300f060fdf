import { Link, Navigate, useSearchParams } from 'react-router';
import { useSignedIn } from '../../api/me';
import { errorsOf, Field, FormProblem, useForm } from '../../components/form/form';
import { logIn } from '../../session/session';
import { useTitle } from '../title';
import { app } from '../../words/en/app';
import { entry } from '../../words/en/entry';
import { Rich } from '../../words/rich';
import { nextOf } from './next';
import { ProviderSignIn } from './provider';

export function LoginPage() {
  useTitle(app.logIn);
  const signedIn = useSignedIn();
  const [search] = useSearchParams();
  const { errors, busy, onSubmit } = useForm(async ({ email, password }) => {
    if (!email.trim()) return { fields: { email: entry.emailMissing } };
    if (!password) return { fields: { password: entry.passwordMissing } };
    try {
      await logIn(email, password);
    } catch (error) {
      return errorsOf(error, { invalid_credentials: 'password' });
    }
  });
  if (signedIn) return <Navigate to={nextOf(search)} replace />;
  return (
    <div className="form-page">
      <h1>{app.logIn}</h1>
      {search.get('ended') && (
        <p className="notice" role="status">
          {entry.ended}
        </p>
      )}
      <ProviderSignIn />
      <form onSubmit={onSubmit} noValidate>
        <Field
          label={entry.email}
          name="email"
          type="email"
          autoComplete="username"
          errors={errors}
          autoFocus
        />
        <Field
          label={entry.password}
          name="password"
          type="password"
          autoComplete="current-password"
          errors={errors}
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button primary wide" disabled={busy}>
          {busy ? entry.loggingIn : app.logIn}
        </button>
      </form>
      <p className="form-other">
        <Rich
          text={entry.newHere}
          parts={{ register: (link) => <Link to={`/register?${search}`}>{link}</Link> }}
        />
      </p>
    </div>
  );
}
