import { describe, expect, it } from '@jest/globals';
import { brokerAddresses } from './broker.address.js';

describe('the addresses of a broker', () => {
  it('are read from one URL or several, with what a URL may leave out', () => {
    expect(brokerAddresses('amqp://ada:one,two@rabbit-1,amqps://bob:p%40ss@rabbit-2:5671/films')).toEqual([
      { protocol: 'amqp', hostname: 'rabbit-1', username: 'ada', password: 'one,two', vhost: '/' },
      {
        protocol: 'amqps',
        hostname: 'rabbit-2',
        port: 5671,
        username: 'bob',
        password: 'p@ss',
        vhost: 'films',
      },
    ]);
    expect(brokerAddresses('amqp://127.0.0.1')).toMatchObject([{ username: 'guest', password: 'guest' }]);
  });
});
