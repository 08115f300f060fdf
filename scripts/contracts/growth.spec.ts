import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#platform/config/project-root.js';
import type { JsonSchema } from './class.schema.js';
import { type Contracts, contracts } from './contract.list.js';
import { shrinkage } from './growth.js';

const folder = join(projectRoot(), 'libs', 'contracts', 'schemas');
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Contracts;

const event = (schema: JsonSchema): Contracts => ({
  envelope: { type: 'object' },
  events: { 'users.rated.v1': schema },
  calls: {},
  replies: {},
});
const rated: JsonSchema = {
  type: 'object',
  properties: { stars: { type: 'number', maximum: 5 }, tags: { type: 'array', items: { type: 'string' } } },
  required: ['stars'],
};
const after = (change: (schema: JsonSchema) => void) => {
  const changed = structuredClone(rated);
  change(changed);
  return shrinkage(event(rated), event(changed));
};

describe('the contracts of today', () => {
  const today = contracts();

  it('are those in the repository (`npm run contracts` writes them)', () => {
    expect(today).toEqual(read('current.json'));
  });

  it.each(readdirSync(folder).filter((file) => /^\d/.test(file)))('have only grown since %s', (file) => {
    expect(shrinkage(read(file), today)).toEqual([]);
  });
});

describe('growing', () => {
  it('is a new optional field, a new event, a new call', () => {
    expect(after((schema) => (schema.properties!.mood = { type: 'string' }))).toEqual([]);
    const more = { ...event(rated), calls: { 'users.ask': rated } };
    more.events = { ...more.events, 'users.seen.v1': rated };
    expect(shrinkage(event(rated), more)).toEqual([]);
  });

  it('is not a new required field, or one that becomes required', () => {
    const mood = (schema: JsonSchema) => {
      schema.properties!.mood = { type: 'string' };
      schema.required!.push('mood');
    };
    expect(after(mood)).toEqual([expect.stringContaining('.mood is new and required')]);
    expect(after((schema) => schema.required!.push('tags'))).toEqual([
      expect.stringContaining('.tags is required now'),
    ]);
  });

  it('is not a field that goes, or becomes optional', () => {
    expect(after((schema) => delete schema.properties!.tags)).toEqual(['users.rated.v1.tags is gone']);
    expect(after((schema) => (schema.required = []))).toEqual([
      expect.stringContaining('.stars is optional now'),
    ]);
  });

  it('is not another type or limit, at any depth', () => {
    expect(after((schema) => (schema.properties!.stars.maximum = 10))).toHaveLength(1);
    expect(after((schema) => (schema.properties!.stars.type = 'string'))).toHaveLength(1);
    expect(after((schema) => (schema.properties!.tags.items!.type = 'integer'))).toEqual([
      expect.stringContaining('users.rated.v1.tags[]'),
    ]);
  });

  it('is a new optional field of a reply, which an older replica leaves out', () => {
    const replies = (schema: JsonSchema): Contracts => ({
      ...event(rated),
      replies: { 'users.ask': schema },
    });
    const more = { ...rated, properties: { ...rated.properties, mood: {} } };
    expect(shrinkage(replies(rated), replies(more))).toEqual([]);
    expect(shrinkage(replies(more), replies(rated))).toEqual(['the reply to users.ask.mood is gone']);
    expect(shrinkage(replies(rated), replies({ ...more, required: ['stars', 'mood'] }))).toHaveLength(1);
  });

  it('is a new code of a reason, and no other new word or one that goes', () => {
    const replies = (field: string, words: string[]): Contracts => {
      const reasons: JsonSchema = { items: { properties: { [field]: { enum: words } } } };
      return { ...event(rated), replies: { 'users.ask': { properties: { reasons } } } };
    };
    expect(shrinkage(replies('code', ['a']), replies('code', ['a', 'b']))).toEqual([]);
    expect(shrinkage(replies('code', ['a', 'b']), replies('code', ['a']))).toHaveLength(1);
    expect(shrinkage(replies('mood', ['a']), replies('mood', ['a', 'b']))).toHaveLength(1);
  });

  it('is not an event or a call that goes', () => {
    expect(shrinkage(event(rated), { ...event(rated), events: {} })).toEqual([
      expect.stringContaining('the event users.rated.v1 is gone'),
    ]);
  });
});
