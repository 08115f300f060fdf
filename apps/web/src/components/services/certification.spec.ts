import { describe, expect, it } from '@jest/globals';
import { certificationFor } from './certification';

const certifications = { FR: 'TP', US: 'PG-13', DE: '12' };

describe('the certification shown', () => {
  it('is the one of the country that the browser speaks of first', () => {
    expect(certificationFor(['en', 'de-DE', 'fr-FR'], certifications)).toEqual({ country: 'DE', text: '12' });
  });

  it('is the one of the United States, or else the first, for anybody else', () => {
    expect(certificationFor(['en-GB'], certifications)).toEqual({ country: 'US', text: 'PG-13' });
    expect(certificationFor([], { FR: 'TP', DE: '12' })).toEqual({ country: 'FR', text: 'TP' });
  });

  it('is absent where nobody certified the film', () => {
    expect(certificationFor(['en-US'], {})).toBeUndefined();
    expect(certificationFor(['en-US'])).toBeUndefined();
  });
});
