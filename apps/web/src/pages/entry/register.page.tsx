import { Link, Navigate, useSearchParams } from 'react-router';
import { useSignedIn } from '../../api/me';
import { errorsOf, Field, FormProblem, useForm } from '../../components/form/form';
import { persistently } from '../../http/retry';
import { register } from '../../session/session';
import { nextOf } from './login.page';
import { useTitle } from '../title';

const SHORTEST_PASSWORD = 8;

export function RegisterPage() {
  useTitle('Make an account');
  const signedIn = useSignedIn();
  const [search] = useSearchParams();
  const { errors, busy, onSubmit } = useForm(async ({ email, password, displayName }) => {
    const fields: Record<string, string> = {};
    if (!/^\S+@\S+\.\S+$/.test(email.trim())) fields.email = 'That is not an e-mail address.';
    if (password.length < SHORTEST_PASSWORD) fields.password = `Use ${SHORTEST_PASSWORD} characters or more.`;
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
      <h1>Make an account</h1>
      <p className="lead">It keeps your ratings, and nothing you don’t give it.</p>
      <form onSubmit={onSubmit} noValidate>
        <Field
          label="Name (optional)"
          name="displayName"
          autoComplete="nickname"
          maxLength={80}
          errors={errors}
        />
        <Field label="E-mail" name="email" type="email" autoComplete="username" errors={errors} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint={`${SHORTEST_PASSWORD} characters or more; a few words are best.`}
          maxLength={200}
          errors={errors}
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button primary wide" disabled={busy}>
          {busy ? 'Making it…' : 'Make my account'}
        </button>
      </form>
      <p className="form-other">
        Already have one? <Link to={`/login?${search}`}>Log in</Link>
      </p>
    </div>
  );
}
