import { describe, expect, it } from '@jest/globals';
import type { MovieCards } from '#lists/movie.cards.js';
import type { CurrentModel } from '../model/current.model.js';
import type { MovieCatalogue } from '../profiles/movie.catalogue.js';
import { CardWriter } from './card.writer.js';

describe('the cards of a whole catalogue', () => {
  it('are written some at a time, and none is made before those ahead of it are stored', async () => {
    const ids = Array.from({ length: 9000 }, (_, k) => `movie ${k}`);
    let [made, stored] = [0, 0];
    const atOnce: number[] = [];
    const catalogue = { get: (id: string) => ({ id }), listedCard: (id: string) => ({ id, made: ++made }) };
    const cards = {
      write(some: readonly object[]) {
        atOnce.push(made - stored);
        stored += some.length;
        return Promise.resolve(some.length);
      },
      remove: () => Promise.resolve(),
    };
    const writer = new CardWriter(
      catalogue as unknown as MovieCatalogue,
      {} as CurrentModel,
      cards as unknown as MovieCards,
    );
    await writer.write(ids);
    expect(stored).toBe(9000);
    expect(Math.max(...atOnce)).toBeLessThanOrEqual(500);
  });
});
