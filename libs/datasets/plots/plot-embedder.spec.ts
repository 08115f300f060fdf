import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { PlotEmbedder, plotDimensions } from './plot-embedder.js';
import { plotHash, plotText } from './plot-text.js';

const embedder = new PlotEmbedder(2);
afterAll(() => embedder.close());
// Loading the model takes a second, many on a busy machine.
jest.setTimeout(60_000);

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at], 0);

describe('PlotEmbedder', () => {
  it('puts plots of like meaning near each other, whatever their words', async () => {
    const [robots, androids, wedding] = await embedder.embed([
      'Robots rebel against their makers and hunt the last humans.',
      'Machines rise up; mankind fights for survival against androids.',
      'Two families quarrel over the guest list of a summer wedding.',
    ]);
    expect(robots).toHaveLength(plotDimensions);
    expect(dot(robots, robots)).toBeCloseTo(1, 4);
    expect(dot(robots, androids)).toBeGreaterThan(dot(robots, wedding) + 0.2);
  });

  it('answers in the order asked, on however many threads', async () => {
    const texts = ['war', 'love', 'space', 'money', 'love', 'war'];
    const vectors = await embedder.embed(texts);
    expect(vectors[0]).toEqual(vectors[5]);
    expect(vectors[1]).toEqual(vectors[4]);
    expect(dot(vectors[0], vectors[1])).toBeLessThan(0.9);
  });

  it('takes an urgent text before those that wait', async () => {
    const finished: string[] = [];
    const many = embedder.embed(Array.from({ length: 12 }, (_, at) => `plot number ${at}`));
    const all = many.then(() => finished.push('many'));
    await Promise.all([all, embedder.embed(['now'], { urgent: true }).then(() => finished.push('urgent'))]);
    expect(finished).toEqual(['urgent', 'many']);
  });

  it('takes urgent texts in the order in which they came', async () => {
    const one = new PlotEmbedder(1);
    const finished: string[] = [];
    const texts = ['first', 'second', 'third', 'fourth'];
    await Promise.all(
      texts.map((text) => one.embed([text], { urgent: true }).then(() => finished.push(text))),
    );
    await one.close();
    expect(finished).toEqual(texts);
  });

  it('leaves the event loop free while it works', async () => {
    const finished: string[] = [];
    const work = embedder.embed(['a long story '.repeat(60)]).then(() => finished.push('embedded'));
    // A hundred turns of the loop take no time unless somebody holds it.
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    finished.push('turned');
    await work;
    expect(finished).toEqual(['turned', 'embedded']);
  });

  it('gives its memory back when no text comes for a while, and then takes texts again', async () => {
    const one = new PlotEmbedder(1, 20);
    const [before] = await one.embed(['a heist']);
    while (one.loaded > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const [after] = await one.embed(['a heist']);
    expect(one.loaded).toBe(1);
    expect(after).toEqual(before);
    await one.close();
  });

  it('embeds nothing at once, and refuses after it was closed', async () => {
    const closed = new PlotEmbedder();
    expect(await closed.embed([])).toEqual([]);
    const pending = expect(closed.embed(['never done'])).rejects.toThrow('closed');
    await closed.close();
    await pending;
    await expect(closed.embed(['x'])).rejects.toThrow('closed');
  });
});

describe('plotText and plotHash', () => {
  it('is title and plot, and nothing where there is no plot', () => {
    expect(plotText({ title: 'Heat', overview: 'A heist.' })).toBe('Heat. A heist.');
    expect(plotText({ title: 'Heat' })).toBeUndefined();
  });

  it('changes with the text and with the model', () => {
    expect(plotHash('m', 'text')).toMatch(/^[\da-f]{32}$/u);
    expect(
      new Set([plotHash('m', 'a'), plotHash('m', 'b'), plotHash('n', 'a'), plotHash('m', 'a')]).size,
    ).toBe(3);
  });
});
