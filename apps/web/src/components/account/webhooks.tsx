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
import { account } from '../../words/en/account';
import { app } from '../../words/en/app';
import { outside as words } from '../../words/en/outside';
import { moment } from '../../words/dates';
import { dayOf, lastUse } from './dates';
import { ShownOnce } from './shown-once';

const SCHEME = 'https://';
const EVENTS: NewWebhook['events'] = ['list.refreshed', 'films.new'];

/** Addresses that are told of my list: those there are, how it went, and a form for another. */
export function Webhooks() {
  const { data } = useQuery(webhooksQuery);
  const making = useMakeWebhook();
  const [secret, setSecret] = useState<string>();
  const { errors, busy, onSubmit } = useForm(async ({ url, ...ticked }) => {
    const events = EVENTS.filter((event) => event in ticked);
    if (!url.trim()) return { fields: { url: words.addressMissing } };
    if (events.length === 0) return { fields: {}, whole: words.tickOne };
    try {
      setSecret((await making.mutateAsync({ url: url.trim(), events })).secret);
    } catch (error) {
      return errorsOf(error, { address_refused: 'url' });
    }
  });
  return (
    <section className="panel" aria-labelledby="webhooks-title">
      <h2 id="webhooks-title">{words.webhooks}</h2>
      <p className="muted">{words.webhooksWhat}</p>
      {data && data.length > 0 && (
        <ul className="secret-list" aria-label={words.yourWebhooks}>
          {data.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} />
          ))}
        </ul>
      )}
      {secret ? (
        <ShownOnce label={words.newSecret} secret={secret} onDone={() => setSecret(undefined)} />
      ) : (
        <form onSubmit={onSubmit} noValidate>
          <Field
            label={words.newAddress}
            name="url"
            type="url"
            inputMode="url"
            placeholder={SCHEME}
            maxLength={2000}
            errors={errors}
          />
          <fieldset className="ticks">
            <legend>{words.toldOf}</legend>
            {EVENTS.map((event) => (
              <label key={event}>
                <input type="checkbox" name={event} defaultChecked /> {words.events[event]}
              </label>
            ))}
          </fieldset>
          <FormProblem errors={errors} />
          <button type="submit" className="button" disabled={busy}>
            {words.make}
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
  const remove = () => ending.mutateAsync(id).then(() => say(words.removed), failed);
  return (
    <li>
      <span>
        <strong>{url}</strong>
        <span className="muted">{account.since(dayOf(createdAt), lastUse(lastUsedAt))}</span>
        {offSince && <span className="form-problem">{words.offSince(dayOf(offSince))}</span>}
        {open && <Deliveries id={id} host={host} />}
      </span>
      <button
        type="button"
        className="button"
        disabled={testing.isPending}
        onClick={test}
        aria-label={words.testOf(host)}
      >
        {words.test}
      </button>
      <button
        type="button"
        className="button quiet"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        aria-label={words.logOf(host)}
      >
        {words.log}
      </button>
      <button
        type="button"
        className="button quiet"
        disabled={ending.isPending}
        onClick={() => void remove()}
        aria-label={words.removeOf(host)}
      >
        {app.remove}
      </button>
    </li>
  );
}

function Deliveries({ id, host }: { id: string; host: string }) {
  const { data } = useQuery(deliveriesQuery(id));
  if (!data) return null;
  if (data.length === 0) return <span className="muted">{words.nothingSent}</span>;
  return (
    <ol className="delivery-list" aria-label={words.sentTo(host)}>
      {data.map(({ id: delivery, type, outcome, at, reason }) => (
        <li key={delivery}>
          {type} {words.outcomes[outcome]}, {moment(at)}
          {reason && `: ${reason}`}
        </li>
      ))}
    </ol>
  );
}
