import { describe, expect, it } from '@jest/globals';
import { DataChanges } from '../profiles/data.changes.js';
import { TrainingSchedule } from './training.schedule.js';

const MODEL = { ratings: 100_000, movies: 9000, plots: 9000 };
const MINUTE = 60_000;

describe('TrainingSchedule', () => {
  it('waits for quiet before the first model, but not for ever', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    expect(schedule.isDue(undefined, 0)).toBe(false);
    for (let now = 0; now < 10_000; now += 500) {
      schedule.note({ movies: 200 }, now);
      expect(schedule.isDue(undefined, now + 499)).toBe(false);
    }
    expect(schedule.isDue(undefined, 11_499)).toBe(false);
    expect(schedule.isDue(undefined, 11_500)).toBe(true);
    for (let now = 10_000; now <= MINUTE; now += 500) schedule.note({ movies: 200 }, now);
    expect(schedule.isDue(undefined, MINUTE)).toBe(true);
  });

  it('trains a full model as soon as a quick one serves, when what changed meanwhile has settled', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    const quick = { ...MODEL, quick: true };
    expect([schedule.isDue(quick, 0), schedule.isDue(MODEL, 0)]).toEqual([true, false]);
    schedule.note({ plots: 80 }, 1000);
    expect([schedule.isDue(quick, 2999), schedule.isDue(quick, 3000)]).toEqual([false, true]);
  });

  it('does not train for a few ratings, and soon for many', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    schedule.note({ ratings: 1999 }, 0);
    expect(schedule.isDue(MODEL, 24 * 60 * MINUTE)).toBe(false);
    schedule.note({ ratings: 1 }, 1000);
    expect(schedule.isDue(MODEL, 2999)).toBe(false);
    expect(schedule.isDue(MODEL, 3000)).toBe(true);
  });

  it('never needs more than 2 % but at least 500 ratings', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    schedule.note({ ratings: 499 }, 0);
    expect(schedule.isDue({ ratings: 10, movies: 10, plots: 10 }, MINUTE)).toBe(false);
    schedule.note({ ratings: 1 }, 0);
    expect(schedule.isDue({ ratings: 10, movies: 10, plots: 10 }, MINUTE)).toBe(true);
  });

  it('trains later for one movie or a few plots', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    schedule.note({ movies: 1 }, 0);
    schedule.note({ plots: 5 }, 1000);
    expect(schedule.isDue(MODEL, 30_999)).toBe(false);
    expect(schedule.isDue(MODEL, 31_000)).toBe(true);
  });

  it('trains soon for one in a hundred movies, or ten of a few', () => {
    const due = (movies: number, of: number) => {
      const schedule = new TrainingSchedule(new DataChanges());
      schedule.note({ movies }, 0);
      return schedule.isDue({ ...MODEL, movies: of }, 2000);
    };
    expect([due(89, 9000), due(90, 9000)]).toEqual([false, true]);
    expect([due(9, 20), due(10, 20)]).toEqual([false, true]);
  });

  it('counts movies and plots that come together, and does not wait longer for changes of nothing', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    schedule.note({ movies: 5, plots: 5 }, 0);
    schedule.note({}, 29_000);
    expect(schedule.isDue(MODEL, 30_000)).toBe(true);
  });

  it('trains later for movies alone', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    schedule.note({ movies: 1 }, 0);
    expect(schedule.isDue(MODEL, 29_999)).toBe(false);
    expect(schedule.isDue(MODEL, 30_000)).toBe(true);
  });

  it('counts from nothing again after a training has begun', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    schedule.note({ ratings: 1999 }, 0);
    schedule.begin();
    schedule.note({ ratings: 1999 }, 0);
    expect(schedule.isDue(MODEL, MINUTE)).toBe(false);
    schedule.note({ ratings: 1 }, 0);
    expect(schedule.isDue(MODEL, MINUTE)).toBe(true);
  });

  it('trains soon with the first plots, or with many', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    schedule.note({ plots: 80 }, 0);
    expect(schedule.isDue(MODEL, 2000)).toBe(false);
    expect(schedule.isDue({ ...MODEL, plots: 0 }, 2000)).toBe(true);
    schedule.note({ plots: 4420 }, 0);
    expect(schedule.isDue(MODEL, 2000)).toBe(true);
  });

  it('forgets what a training has seen, and counts it again when the training fails', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    schedule.note({ movies: 9000 }, 0);
    const seen = schedule.begin();
    expect(schedule.isDue(undefined, MINUTE)).toBe(false);
    schedule.note(seen, MINUTE);
    expect(schedule.isDue(undefined, MINUTE + 2000)).toBe(true);
  });

  it('is not kept waiting by what happened long ago', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    schedule.note({ movies: 9000 }, -5000);
    expect(schedule.isDue(undefined, 0)).toBe(true);
  });

  it('trains at once when asked to, once, whatever has changed', () => {
    const schedule = new TrainingSchedule(new DataChanges());
    schedule.requestTraining();
    expect(schedule.isDue(MODEL, 0)).toBe(true);
    expect(schedule.begin()).toEqual({ ratings: 0, movies: 0, plots: 0 });
    expect(schedule.isDue(MODEL, 0)).toBe(false);
  });
});
