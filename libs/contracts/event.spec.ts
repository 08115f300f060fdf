import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { MoviesChanged, PlotsIndexed } from './catalog/catalog.events.js';
import { EventName, eventName } from './protocol/event.js';
import { ListRefreshed, ModelPublished } from './recommender/recommender.events.js';
import {
  FeedbackChanged,
  RatingsChanged,
  RatingsImported,
  UserDeleted,
  UserRegistered,
} from './users/users.events.js';

describe('events', () => {
  it('have names nobody else has', () => {
    const names = [
      UserRegistered,
      UserDeleted,
      RatingsChanged,
      RatingsImported,
      FeedbackChanged,
      MoviesChanged,
      PlotsIndexed,
      ModelPublished,
      ListRefreshed,
    ].map(eventName);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('users.ratings-imported.v1');
  });

  it('cannot be named against the rule', () => {
    expect(() => EventName('RatingsChanged')).toThrow('<owner>.<fact>.v<n>');
  });

  it('cannot be published without a name', () => {
    class Unnamed {}
    expect(() => eventName(Unnamed)).toThrow('Unnamed has no @EventName');
  });
});
