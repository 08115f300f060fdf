import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  deliveriesQuery,
  type NewWebhook,
  useEndWebhook,
  useMakeWebhook,
  useTestWebhook,
  type Webhook,
  webhooksQuery,
} from '../../api/account/webhooks';
import { messageOf } from '../../http/problem';
import { say } from '../basic/toasts';
import { errorsOf, Field, FormProblem, useForm } from '../form/form';
import { dayOf, lastUse } from './dates';
import { ShownOnce } from './shown-once';

const EVENTS: Record<NewWebhook['events'][number], string> = {
  'list.refreshed': 'My list is new',
  'films.new': 'New films in cinemas for me',
};
const OUTCOMES = { waiting: 'is tried again', delivered: 'arrived', failed: 'did not arrive' };

/** Addresses that are told of my list: those there are, how it went, and a form for another. */
export function Webhooks() {
  const { data } = useQuery(webhooksQuery);
  const making = useMakeWebhook();
  const [secret, setSecret] = useState<string>();
  const { errors, busy, onSubmit } = useForm(async ({ url, ...ticked }) => {
    const events = (Object.keys(EVENTS) as NewWebhook['events']).filter((event) => event in ticked);
    if (!url.trim()) return { fields: { url: 'The address is missing.' } };
    if (events.length === 0) return { fields: {}, whole: 'Tick at least one thing to be told of.' };
    try {
      setSecret((await making.mutateAsync({ url: url.trim(), events })).secret);
    } catch (error) {
      return errorsOf(error, { address_refused: 'url' });
    }
  });
  return (
    <section className="panel" aria-labelledby="webhooks-title">
      <h2 id="webhooks-title">Webhooks</h2>
      <p className="muted">A server of yours is told when there is news, signed as Standard Webhooks says.</p>
      {data && data.length > 0 && (
        <ul className="secret-list" aria-label="Your webhooks">
          {data.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} />
          ))}
        </ul>
      )}
      {secret ? (
        <ShownOnce label="Secret of your new webhook" secret={secret} onDone={() => setSecret(undefined)} />
      ) : (
        <form onSubmit={onSubmit} noValidate>
          <Field
            label="Address of a new webhook"
            name="url"
            type="url"
            inputMode="url"
            placeholder="https://"
            maxLength={2000}
            errors={errors}
          />
          <fieldset className="ticks">
            <legend>What it is told of</legend>
            {Object.entries(EVENTS).map(([event, label]) => (
              <label key={event}>
                <input type="checkbox" name={event} defaultChecked /> {label}
              </label>
            ))}
          </fieldset>
          <FormProblem errors={errors} />
          <button type="submit" className="button" disabled={busy}>
            Make webhook
          </button>
        </form>
      )}
    </section>
  );
}

function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { id, url, createdAt, lastUsedAt, offSince } = webhook;
  const [open, setOpen] = useState(false);
  const testing = useTestWebhook();
  const ending = useEndWebhook();
  const failed = (error: Error) => say(messageOf(error));
  const host = URL.canParse(url) ? new URL(url).host : url;
  const test = () => testing.mutate(id, { onSuccess: () => setOpen(true), onError: failed });
  // Not as the mutation's own callback: by then this row is gone, and is not called any more.
  const remove = () => ending.mutateAsync(id).then(() => say('The webhook is removed.'), failed);
  return (
    <li>
      <span>
        <strong>{url}</strong>
        <span className="muted">
          since {dayOf(createdAt)}, {lastUse(lastUsedAt)}
        </span>
        {offSince && (
          <span className="form-problem">
            Switched off on {dayOf(offSince)}, after many failures. A test that arrives switches it on again.
          </span>
        )}
        {open && <Deliveries id={id} host={host} />}
      </span>
      <button
        type="button"
        className="button"
        disabled={testing.isPending}
        onClick={test}
        aria-label={`Test ${host}`}
      >
        Test
      </button>
      <button
        type="button"
        className="button quiet"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        aria-label={`Log of ${host}`}
      >
        Log
      </button>
      <button
        type="button"
        className="button quiet"
        disabled={ending.isPending}
        onClick={() => void remove()}
        aria-label={`Remove the webhook to ${host}`}
      >
        Remove
      </button>
    </li>
  );
}

function Deliveries({ id, host }: { id: string; host: string }) {
  const { data } = useQuery(deliveriesQuery(id));
  if (!data) return null;
  if (data.length === 0) return <span className="muted">Nothing was sent yet.</span>;
  return (
    <ol className="delivery-list" aria-label={`Sent to ${host}`}>
      {data.map(({ id: delivery, type, outcome, at, reason }) => (
        <li key={delivery}>
          {type} {OUTCOMES[outcome]}, {new Date(at).toLocaleString('en')}
          {reason && `: ${reason}`}
        </li>
      ))}
    </ol>
  );
}
