import { describe, expect, it } from '@jest/globals';
import { personName } from './person-name.js';

describe('an entry of a list of cast', () => {
  it.each([
    ['Tom Hanks (voice)', 'Tom Hanks'],
    ['voices of Scott McAfee', 'Scott McAfee'],
    ['Narrated by Morgan Freeman', 'Morgan Freeman'],
    ...[
      'Benicio del Toro',
      'Max von Sydow',
      'Frances de la Tour',
      'Ann-Margret',
      'Cher',
      'will.i.am',
      '50 Cent',
      'T.I.',
      'Miguel A. Núñez Jr.',
      'Chris "Ludacris" Bridges',
      'Larry the Cable Guy',
      'Cole and Dylan Sprouse',
      'The Who',
      'Simon & Garfunkel',
      "Mo'Nique",
      'Stone Cold Steve Austin',
    ].map((name) => [name, name]),
  ])('names somebody: %s', (entry, name) => {
    expect(personName(entry)).toBe(name);
  });

  it.each([
    ...['the', 'and', 'On', 'with', 'by', 'a', '[a]', '—', ''],
    ...['voices of', 'Voices of', 'Footage of', 'Interviews with', 'see Cast', 'Animated', '(voices)'],
    ...['nominee)', 'Academy Award for Best Actress', 'found-footage', 'stand-up comedy'],
    ...['the life and death of', 'A series of', 'War on Terrorism', 'drag queens', 'the 1999'],
    "'s 1974 high-wire walk between",
    'as he attempts to reinvent himself as a hip-hop artist.',
    'Exploring the wonders of the world from the mundane to the miraculous.',
  ])('names nobody: %s', (entry) => {
    expect(personName(entry)).toBeUndefined();
  });
});
