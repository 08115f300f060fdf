import { describe, expect, it } from '@jest/globals';
import { QueryObserver } from '@tanstack/react-query';
import { Queries } from './query.client';

const queryKey = ['ratings'];

/** A page that asks for something; each answer comes when the test says so. */
function page(client: Queries) {
  const answers: ((answer: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(client, { queryKey, queryFn });
  observer.subscribe(() => undefined);
  return { answers, shown: () => observer.getCurrentResult().data };
}

describe('what a page has asked for', () => {
  it('is asked for again after a change, also while its first answer is on its way', async () => {
    const client = new Queries();
    const { answers, shown } = page(client);
    const asked = client.invalidateQueries({ queryKey });
    answers[0]('before the change');
    expect(answers).toHaveLength(2);
    answers[1]('after the change');
    await asked;
    expect(shown()).toBe('after the change');
    client.clear();
  });

  it('is left alone while another thing changes', async () => {
    const client = new Queries();
    const { answers, shown } = page(client);
    await client.invalidateQueries({ queryKey: ['rows'] });
    expect(answers).toHaveLength(1);
    answers[0]('unchanged');
    await client.getQueryCache().find({ queryKey })?.promise;
    expect(shown()).toBe('unchanged');
    client.clear();
  });
});
