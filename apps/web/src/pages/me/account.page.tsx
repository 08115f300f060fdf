import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answerOf, api, type UserProfile } from '../../api/client';
import { profileQuery } from '../../api/me';
import { messageOf } from '../../http/problem';
import { persistently } from '../../http/retry';
import { Connections } from '../../components/account/connections';
import { Feeds } from '../../components/account/feeds';
import { Tokens } from '../../components/account/tokens';
import { Dialog } from '../../components/basic/dialog';
import { errorsOf, Field, FormProblem, useForm } from '../../components/form/form';
import { Failed } from '../../components/basic/states';
import { openShortcuts } from '../../components/basic/shortcuts';
import { say } from '../../components/basic/toasts';
import { endHere, logIn, logOut } from '../../session/session';
import { useTitle } from '../title';

export function AccountPage() {
  useTitle('Account');
  const me = useQuery(profileQuery);
  if (me.isError) return <Failed isPage error={me.error} retry={() => void me.refetch()} />;
  return (
    <div className="page account-page">
      <header className="page-head">
        <h1>Account</h1>
        <p className="lead">{me.data?.email ?? ' '}</p>
      </header>
      {me.data && (
        <>
          <NameForm key={me.data.displayName} me={me.data} />
          <PasswordForm me={me.data} />
        </>
      )}
      <Connections />
      <Feeds />
      <Tokens />
      <Keyboard />
      <LoggingOut />
      <Deletion />
    </div>
  );
}

function Keyboard() {
  return (
    <section className="panel">
      <h2>Keyboard</h2>
      <p className="muted">Single keys search, rate and go from film to film.</p>
      <p className="row">
        <button type="button" className="button" onClick={openShortcuts}>
          Keyboard shortcuts
        </button>
      </p>
    </section>
  );
}

function LoggingOut() {
  const navigate = useNavigate();
  const everywhere = useMutation({
    mutationFn: () => persistently((headers) => answerOf(api.DELETE('/api/v1/me/sessions', { headers }))),
    onSuccess: async () => {
      endHere();
      await navigate('/');
      say('You are logged out everywhere.');
    },
  });
  return (
    <section className="panel">
      <h2>Log out</h2>
      <p className="muted">
        Here, in every tab of this browser; or on all your devices at once. A page that is open on another
        device notices within a quarter of an hour.
      </p>
      {everywhere.isError && (
        <p className="form-problem" role="alert">
          {messageOf(everywhere.error)}
        </p>
      )}
      <p className="row">
        <button type="button" className="button" onClick={() => void logOut().then(() => navigate('/'))}>
          Log out
        </button>
        <button
          type="button"
          className="button"
          disabled={everywhere.isPending}
          onClick={() => everywhere.mutate()}
        >
          Log out everywhere
        </button>
      </p>
    </section>
  );
}

function NameForm({ me }: { me: UserProfile }) {
  const client = useQueryClient();
  const { errors, busy, onSubmit } = useForm(async ({ displayName }) => {
    if (!displayName.trim()) return { fields: { displayName: 'A name needs a letter at least.' } };
    try {
      const body = { displayName: displayName.trim() };
      const saved = await persistently((headers) => answerOf(api.PATCH('/api/v1/me', { headers, body })));
      client.setQueryData(profileQuery.queryKey, saved);
      say('Your name is changed.');
    } catch (error) {
      return errorsOf(error);
    }
  });
  return (
    <section className="panel">
      <h2>Name</h2>
      <form onSubmit={onSubmit} noValidate>
        <Field
          label="What we call you"
          name="displayName"
          defaultValue={me.displayName}
          maxLength={80}
          autoComplete="nickname"
          errors={errors}
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button" disabled={busy}>
          Save name
        </button>
      </form>
    </section>
  );
}

function PasswordForm({ me }: { me: UserProfile }) {
  const [times, setTimes] = useState(0);
  const { errors, busy, onSubmit } = useForm(async ({ currentPassword, password }) => {
    if (!currentPassword) return { fields: { currentPassword: 'Your current password is missing.' } };
    if (password.length < 8) return { fields: { password: 'Use 8 characters or more.' } };
    try {
      const body = { currentPassword, password };
      await persistently((headers) => answerOf(api.PATCH('/api/v1/me', { headers, body })));
      // The server has ended every session, this one too: begin it anew.
      await logIn(me.email, password);
      say('Your password is changed, and other devices are logged out.');
      setTimes(times + 1);
    } catch (error) {
      return errorsOf(error, { wrong_password: 'currentPassword' });
    }
  });
  return (
    <section className="panel">
      <h2>Password</h2>
      <form key={times} onSubmit={onSubmit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={me.email} readOnly />
        <Field
          label="Current password"
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          errors={errors}
        />
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          maxLength={200}
          errors={errors}
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button" disabled={busy}>
          Change password
        </button>
      </form>
    </section>
  );
}

function Deletion() {
  const [asking, setAsking] = useState(false);
  const { errors, busy, onSubmit } = useForm(async ({ password }) => {
    if (!password) return { fields: { password: 'Your password is missing.' } };
    try {
      await persistently((headers) => answerOf(api.DELETE('/api/v1/me', { headers, body: { password } })));
      endHere();
      say('Your account and everything in it is deleted.');
    } catch (error) {
      return errorsOf(error, { wrong_password: 'password' });
    }
  });
  return (
    <section className="panel danger">
      <h2>Delete the account</h2>
      <p className="muted">
        Erases, everywhere and for good: your name and e-mail address, all ratings, the watchlist, what you
        are not interested in, your list and everything learnt from you. You may want to{' '}
        <Link to="/my-films/import">export it first</Link>.
      </p>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        Delete my account
      </button>
      {asking && (
        <Dialog label="Delete the account" onClose={() => setAsking(false)}>
          <h2>Delete everything?</h2>
          <p>There is no way back. Give your password to go through with it.</p>
          <form onSubmit={onSubmit} noValidate>
            <Field
              label="Password"
              name="password"
              type="password"
              autoComplete="current-password"
              errors={errors}
            />
            <FormProblem errors={errors} />
            <p className="row">
              <button type="submit" className="button danger" disabled={busy}>
                Delete for good
              </button>
              <button type="button" className="button quiet" onClick={() => setAsking(false)}>
                Keep it
              </button>
            </p>
          </form>
        </Dialog>
      )}
    </section>
  );
}
