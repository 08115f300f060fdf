import { Link, Navigate, useSearchParams } from 'react-router';
import { useSignedIn } from '../../api/me';
import { errorsOf, Field, FormProblem, useForm } from '../../components/form/form';
import { logIn } from '../../session/session';
import { useTitle } from '../title';

/** Only ever a path of this app: an address from elsewhere must not decide where a log-in leads. */
export const nextOf = (search: URLSearchParams) => {
  const next = search.get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
};

export function LoginPage() {
  useTitle('Log in');
  const signedIn = useSignedIn();
  const [search] = useSearchParams();
  const { errors, busy, onSubmit } = useForm(async ({ email, password }) => {
    if (!email.trim()) return { fields: { email: 'Your e-mail address is missing.' } };
    if (!password) return { fields: { password: 'Your password is missing.' } };
    try {
      await logIn(email, password);
    } catch (error) {
      return errorsOf(error, { invalid_credentials: 'password' });
    }
  });
  if (signedIn) return <Navigate to={nextOf(search)} replace />;
  return (
    <div className="form-page">
      <h1>Log in</h1>
      {search.get('ended') && (
        <p className="notice" role="status">
          Your session has ended. Log in again and you are back where you were.
        </p>
      )}
      <form onSubmit={onSubmit} noValidate>
        <Field label="E-mail" name="email" type="email" autoComplete="username" errors={errors} autoFocus />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          errors={errors}
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button primary wide" disabled={busy}>
          {busy ? 'Logging in…' : 'Log in'}
        </button>
      </form>
      <p className="form-other">
        New here? <Link to={`/register?${search}`}>Make an account</Link>
      </p>
    </div>
  );
}
