import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newSigningSecret, webhookRequest } from './webhook.request.js';

describe('what a webhook sends', () => {
  const secret = newSigningSecret();
  const body = JSON.stringify({ type: 'films.new', data: { title: 'Amélie – “Ça”' } });
  const { headers = {} } = webhookRequest('msg_1', body, secret);

  it('is verified by the library of the standard', () => {
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it('is not, changed, under another id, with another secret, or after five minutes', () => {
    const verify =
      (text: string, more: object, by = secret) =>
      () =>
        new Webhook(by).verify(text, { ...headers, ...more });
    expect(verify(`${body} `, {})).toThrow();
    expect(verify(body, { 'webhook-id': 'msg_2' })).toThrow();
    expect(verify(body, {}, newSigningSecret())).toThrow();
    const late = webhookRequest('msg_1', body, secret, Date.now() - 301_000);
    expect(verify(body, late.headers!)).toThrow();
  });
});
