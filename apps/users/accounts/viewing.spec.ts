import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { changedViewing, shownViewing } from './viewing.js';

describe('how somebody watches films', () => {
  it('changes only in what a change names', () => {
    const chosen = changedViewing(undefined, { region: 'DE', services: [8, 9] });
    expect(chosen).toEqual({ region: 'DE', services: [8, 9] });
    expect(changedViewing(chosen, { services: [8] })).toEqual({ region: 'DE', services: [8] });
    expect(changedViewing(chosen, { displayName: 'Ada' })).toBeUndefined();
    expect(changedViewing(chosen, { services: [8, 9] })).toBeUndefined();
    expect(changedViewing(undefined, {})).toBeUndefined();
  });

  it('has services only somewhere', () => {
    expect(() => changedViewing(undefined, { services: [8] })).toThrow('region');
    expect(changedViewing(undefined, { services: [] })).toEqual({ services: [] });
  });

  it('counts the changes of what is shown, and forgets a limit that was lifted', () => {
    const limited = changedViewing({ region: 'DE' }, { certificationMax: 'DE:12' });
    expect(limited).toEqual({ region: 'DE', certificationMax: 'DE:12', limitVersion: 1 });
    expect(changedViewing(limited, { certificationMax: 'DE:12' })).toBeUndefined();
    expect(changedViewing(limited, { region: 'US' })).toMatchObject({ limitVersion: 1, region: 'US' });
    expect(changedViewing(limited, { certificationMax: 'off' })).toEqual({ region: 'DE', limitVersion: 2 });
    expect(changedViewing(undefined, { certificationMax: 'off' })).toBeUndefined();
    expect(shownViewing(limited)).toEqual({ region: 'DE', certificationMax: 'DE:12' });
  });
});
