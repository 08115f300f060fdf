import { describe, expect, it } from '@jest/globals';
import { offersFor } from './watch-offers';

const watch = {
  DE: {
    link: 'https://www.themoviedb.org/movie/603/watch?locale=DE',
    offers: [
      { provider: 8, name: 'Netflix', how: 'flatrate' as const },
      { provider: 613, name: 'Some Channel', how: 'ads' as const },
      { provider: 613, name: 'Some Channel', how: 'free' as const },
      { provider: 2, name: 'Apple TV', how: 'buy' as const },
    ],
  },
  AT: { offers: [{ provider: 9, name: 'Prime Video', how: 'rent' as const }] },
};

describe('where to watch a film', () => {
  it('is what somebody’s own country offers, by the way it is watched', () => {
    expect(offersFor(['en', 'de-AT', 'de-DE'], watch)).toEqual({
      country: 'AT',
      link: undefined,
      ways: [{ title: 'Rent', services: ['Prime Video'] }],
    });
  });

  it('is that of the first country where the own one is not known, each service once a way', () => {
    expect(offersFor(['fr-FR'], watch)).toEqual({
      country: 'DE',
      link: watch.DE.link,
      ways: [
        { title: 'Stream', services: ['Netflix'] },
        { title: 'Free', services: ['Some Channel'] },
        { title: 'Buy', services: ['Apple TV'] },
      ],
    });
  });

  it('is nothing where nothing is known', () => {
    expect(offersFor(['de-DE'], undefined)).toBeUndefined();
  });
});
