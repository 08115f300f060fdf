import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { faultsOf } from '../support/chaos/report.js';
import { runScenario, SHORT } from '../support/chaos/runner.js';
import type { Save, Written } from '../support/chaos/saves/save.js';
import { verdictOf } from '../support/chaos/saves/verdict.js';
import { SCENARIOS } from '../support/chaos/scenarios.js';
import { World } from '../support/chaos/system/world.js';
import { silentProgress } from '../support/process/silent-progress.js';
import { STACK_VARIABLE } from '../support/stack/test-stack.js';

jest.setTimeout(120_000);

describe('what became of saves', () => {
  const save = (stars: number, status: number, more: Partial<Save> = {}): Save => ({
    person: 'ada',
    film: 'a',
    stars,
    status,
    key: `${stars}`,
    sentAt: stars * 1000,
    answeredAt: stars * 1000 + 100,
    ...(status === 200 && { version: stars }),
    ...more,
  });
  const write = (stars: number, version: number, notBefore: number): Written => ({
    person: 'ada',
    film: 'a',
    stars,
    version,
    notBefore,
  });
  const verdict = (saves: Save[], stars: number | undefined, written: Written[] = []) =>
    verdictOf(saves, new Map([['ada', new Map(stars ? [['a', stars]] : [])]]), written, 500);

  it.each<[string, Save[], number | undefined, object]>([
    ['the last acknowledged is there', [save(1, 200), save(2, 200)], 2, { missing: 0, overwritten: 0 }],
    ['a later one that failed is there', [save(1, 200), save(2, 503)], 2, { missing: 0, overwritten: 0 }],
    ['the last acknowledged is not there', [save(1, 200), save(2, 200)], 1, { missing: 1, overwritten: 0 }],
    ['nothing is there', [save(1, 200), save(2, 503)], undefined, { missing: 1, overwritten: 0 }],
    ['an older one that failed is there', [save(1, 503), save(2, 200)], 1, { missing: 0, overwritten: 1 }],
    ['nothing was acknowledged', [save(1, 503)], undefined, { missing: 0, overwritten: 0 }],
  ])('when %s', (_, saves, stars, expected) => {
    expect(verdict(saves, stars)).toMatchObject(expected);
  });

  it('a version given twice is counted, and so are answers and the longest time without one', () => {
    const saves = [save(1, 200), save(2, 503), save(4, 200, { version: 1 }), save(5, 0)];
    expect(verdict(saves, 4)).toMatchObject({
      acknowledged: 2,
      doubled: 1,
      answers: { 200: 2, 503: 1, none: 1 },
      longestGap: 3,
    });
  });

  it('a failed save that was written is late only when it was not there at the end of its time', () => {
    const saves = [save(1, 200), save(2, 503), save(3, 503)];
    const written = [write(1, 1, 1000), write(2, 2, 2400), write(3, 3, 4100)];
    expect(verdict(saves, 3, written)).toMatchObject({ writtenAfterFailing: 2, late: 1 });
  });
});

const local = process.env[STACK_VARIABLE] !== 'containers';

/** The short form of `npm run chaos`, on stores of its own. */
(local ? describe : describe.skip)('people save while something breaks', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start(silentProgress(), AbortSignal.timeout(180_000));
  }, 240_000);

  afterAll(() => world?.stop(), 60_000);

  it.each(SCENARIOS.filter(({ short }) => short).map((scenario) => [scenario.name, scenario] as const))(
    '%s: nothing acknowledged is lost, nothing failed is done late, and every list catches up',
    async (_, scenario) => {
      const outcome = await runScenario(world, scenario, SHORT);
      expect(outcome.acknowledged).toBeGreaterThan(SHORT.people);
      expect(faultsOf(outcome)).toEqual([]);
    },
  );
});
