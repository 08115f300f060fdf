import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { type Connection, connectionsQuery, useConnect, useDisconnect } from '../../api/account/connections';
import { messageOf } from '../../http/problem';
import { say } from '../basic/toasts';
import { errorsOf, Field, FormProblem, useForm } from '../form/form';
import { dayOf, lastUse } from './dates';
import { ShownOnce } from './shown-once';
import { account } from '../../words/en/account';

type Kind = Connection['kind'];

const SERVERS: Record<Kind, string> = { jellyfin: 'Jellyfin', emby: 'Emby', plex: 'Plex' };
const KINDS = Object.keys(SERVERS) as Kind[];

/** Media servers that tell what was watched: those there are, and a form for another. */
export function Connections() {
  const { data, error } = useQuery(connectionsQuery);
  const [made, setMade] = useState<{ kind: Kind; address: string }>();
  return (
    <section className="panel" aria-labelledby="connections-title">
      <h2 id="connections-title">{account.connections}</h2>
      <p className="muted">{account.connectionsWhat}</p>
      {error && (
        <p className="form-problem" role="alert">
          {messageOf(error)}
        </p>
      )}
      {data && data.length > 0 && (
        <ul className="secret-list" aria-label={account.yourConnections}>
          {data.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} />
          ))}
        </ul>
      )}
      {made ? (
        <>
          <p className="muted">{account.how[made.kind]}</p>
          <ShownOnce
            label={account.addressFor(SERVERS[made.kind])}
            secret={made.address}
            onDone={() => setMade(undefined)}
          />
        </>
      ) : (
        <ConnectForm onMade={setMade} />
      )}
    </section>
  );
}

function ConnectionRow({ connection }: { connection: Connection }) {
  const { id, kind, username, lastUsedAt, lastPlayAt, lastOtherAt } = connection;
  const end = useDisconnect();
  const name = SERVERS[kind];
  const disconnect = () =>
    end.mutate(id, {
      onSuccess: () => say(account.disconnected(name)),
      onError: (error) => say(messageOf(error)),
    });
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <span className="muted">{account.playsOf(username)}</span>
        <span className="muted">
          {lastUse(lastUsedAt)}
          {lastPlayAt && `, ${account.lastFilm(dayOf(lastPlayAt))}`}
          {lastOtherAt && !lastPlayAt && `: ${account.somebodyElse(username)}`}
        </span>
      </span>
      <button
        type="button"
        className="button quiet"
        disabled={end.isPending}
        onClick={disconnect}
        aria-label={account.disconnectOf(name, username)}
      >
        {account.disconnect}
      </button>
    </li>
  );
}

function ConnectForm({ onMade }: { onMade: (made: { kind: Kind; address: string }) => void }) {
  const server = useId();
  const connecting = useConnect();
  const { errors, busy, onSubmit } = useForm(async (values) => {
    const username = values.username.trim();
    if (!username) return { fields: { username: account.nameThereMissing } };
    try {
      const kind = values.kind as Kind;
      const { path } = await connecting.mutateAsync({ kind, username });
      onMade({ kind, address: window.location.origin + path });
    } catch (error) {
      return errorsOf(error);
    }
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <div className="field">
        <label htmlFor={server}>{account.mediaServer}</label>
        <select id={server} name="kind">
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {SERVERS[kind]}
            </option>
          ))}
        </select>
      </div>
      <Field
        label={account.nameThere}
        name="username"
        maxLength={100}
        autoComplete="off"
        hint={account.onlyThisPerson}
        errors={errors}
      />
      <FormProblem errors={errors} />
      <button type="submit" className="button" disabled={busy}>
        {account.connect}
      </button>
    </form>
  );
}
