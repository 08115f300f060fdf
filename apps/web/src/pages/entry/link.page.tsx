import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from 'react-router';
import { waitingLinkQuery, waysQuery } from '../../api/account/sign-in';
import { useSignedIn } from '../../api/me';
import { errorsOf, Field, FormProblem, useForm } from '../../components/form/form';
import { linkAndLogIn } from '../../session/session';
import { useTitle } from '../title';
import { pathOf } from './next';

/** An account is here with the e-mail that the provider knows: its password links the two. */
export function LinkPage() {
  useTitle('Is this your account?');
  const signedIn = useSignedIn();
  const waiting = useQuery(waitingLinkQuery);
  const name = useQuery(waysQuery).data?.provider?.name ?? 'the provider';
  const { errors, busy, onSubmit } = useForm(async ({ password }) => {
    if (!password) return { fields: { password: 'Your password is missing.' } };
    try {
      await linkAndLogIn(password);
    } catch (error) {
      return errorsOf(error, { invalid_credentials: 'password' });
    }
  });
  if (signedIn) return <Navigate to={pathOf(waiting.data?.next ?? null)} replace />;
  if (waiting.isError) return <Navigate to="/login" replace />;
  if (!waiting.data) return null;
  return (
    <div className="form-page">
      <h1>Is this your account?</h1>
      <p className="lead">
        There is an account with <strong>{waiting.data.email}</strong> here already. Give its password once,
        and from now on {name} opens it too.
      </p>
      <form onSubmit={onSubmit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={waiting.data.email} readOnly />
        <Field
          label="Password of this account"
          name="password"
          type="password"
          autoComplete="current-password"
          errors={errors}
          autoFocus
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button primary wide" disabled={busy}>
          {busy ? 'Linking…' : 'Link and log in'}
        </button>
      </form>
      <p className="form-other">
        Not yours? <Link to="/login">Log in another way</Link>
      </p>
    </div>
  );
}
