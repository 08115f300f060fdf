import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { type Connection, connectionsQuery, useConnect, useDisconnect } from '../../api/account/connections';
import { messageOf } from '../../http/problem';
import { say } from '../basic/toasts';
import { errorsOf, Field, FormProblem, useForm } from '../form/form';
import { dayOf, lastUse } from './dates';
import { ShownOnce } from './shown-once';

type Kind = Connection['kind'];

const SERVERS: Record<Kind, { name: string; how: ReactNode }> = {
  jellyfin: {
    name: 'Jellyfin',
    how: 'In Jellyfin: Plugins, Webhook, Add Generic Destination. Paste the address, tick Playback Stop, User Data Saved, Movies and Send All Properties.',
  },
  emby: {
    name: 'Emby',
    how: 'In Emby: Settings, Notifications, Add Webhooks. Paste the address, choose application/json and tick Playback Stop.',
  },
  plex: {
    name: 'Plex',
    how: 'In Plex: Account, Webhooks, Add Webhook (with Plex Pass). Paste the address.',
  },
};
const KINDS = Object.keys(SERVERS) as Kind[];

/** Media servers that tell what was watched: those there are, and a form for another. */
export function Connections() {
  const { data, error } = useQuery(connectionsQuery);
  const [made, setMade] = useState<{ kind: Kind; address: string }>();
  return (
    <section className="panel" aria-labelledby="connections-title">
      <h2 id="connections-title">Connections</h2>
      <p className="muted">
        A film that you watch to its end on your media server is marked as seen, and you are asked how it was.
      </p>
      {error && (
        <p className="form-problem" role="alert">
          {messageOf(error)}
        </p>
      )}
      {data && data.length > 0 && (
        <ul className="secret-list" aria-label="Your connections">
          {data.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} />
          ))}
        </ul>
      )}
      {made ? (
        <>
          <p className="muted">{SERVERS[made.kind].how}</p>
          <ShownOnce
            label={`Address for ${SERVERS[made.kind].name}`}
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
  const { name } = SERVERS[kind];
  const disconnect = () =>
    end.mutate(id, {
      onSuccess: () => say(`${name} is disconnected.`),
      onError: (error) => say(messageOf(error)),
    });
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <span className="muted">plays of {username}</span>
        <span className="muted">
          {lastUse(lastUsedAt)}
          {lastPlayAt && `, last film ${dayOf(lastPlayAt)}`}
          {lastOtherAt && !lastPlayAt && `: somebody else watched, and nobody called ${username}`}
        </span>
      </span>
      <button
        type="button"
        className="button quiet"
        disabled={end.isPending}
        onClick={disconnect}
        aria-label={`Disconnect ${name} of ${username}`}
      >
        Disconnect
      </button>
    </li>
  );
}

function ConnectForm({ onMade }: { onMade: (made: { kind: Kind; address: string }) => void }) {
  const server = useId();
  const connecting = useConnect();
  const { errors, busy, onSubmit } = useForm(async (values) => {
    const username = values.username.trim();
    if (!username) return { fields: { username: 'Your name on that server is missing.' } };
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
        <label htmlFor={server}>Media server</label>
        <select id={server} name="kind">
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {SERVERS[kind].name}
            </option>
          ))}
        </select>
      </div>
      <Field
        label="Your name there"
        name="username"
        maxLength={100}
        autoComplete="off"
        hint="Only what this person watches counts."
        errors={errors}
      />
      <FormProblem errors={errors} />
      <button type="submit" className="button" disabled={busy}>
        Connect
      </button>
    </form>
  );
}
