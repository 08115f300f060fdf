import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from 'react-router';
import { waitingLinkQuery, waysQuery } from '../../api/account/sign-in';
import { useSignedIn } from '../../api/me';
import { errorsOf, Field, FormProblem, useForm } from '../../components/form/form';
import { linkAndLogIn } from '../../session/session';
import { useTitle } from '../title';
import { account } from '../../words/en/account';
import { outside as words } from '../../words/en/outside';
import { Rich } from '../../words/rich';
import { pathOf } from './next';

/** An account is here with the e-mail that the provider knows: its password links the two. */
export function LinkPage() {
  useTitle(words.isItYours);
  const signedIn = useSignedIn();
  const waiting = useQuery(waitingLinkQuery);
  const name = useQuery(waysQuery).data?.provider?.name ?? words.theProvider;
  const { errors, busy, onSubmit } = useForm(async ({ password }) => {
    if (!password) return { fields: { password: account.passwordMissing } };
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
      <h1>{words.isItYours}</h1>
      <p className="lead">
        <Rich
          text={words.hereAlready(waiting.data.email, name)}
          parts={{ strong: (email) => <strong>{email}</strong> }}
        />
      </p>
      <form onSubmit={onSubmit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={waiting.data.email} readOnly />
        <Field
          label={words.passwordOfIt}
          name="password"
          type="password"
          autoComplete="current-password"
          errors={errors}
          autoFocus
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button primary wide" disabled={busy}>
          {busy ? words.linking : words.linkAndLogIn}
        </button>
      </form>
      <p className="form-other">
        <Rich text={words.notYours} parts={{ link: (text) => <Link to="/login">{text}</Link> }} />
      </p>
    </div>
  );
}
