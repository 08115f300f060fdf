import { readFileSync } from 'node:fs';
import Sequencer from '@jest/test-sequencer';

/** A browser's page may hang for five minutes, so limits say nothing of how long its tests take. */
const isWeb = ({ path }) => path.includes('/test/web/');

/**
 * Begins with what takes long, so that no core is idle at the end. jest knows of itself what took long in an earlier run. In a
 * clean clone, a file's own time limits say it best, and among equals its size; browsers, which compute all the time, run
 * beside files that often wait.
 */
export default class LongFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const limits = new Map(sorted.map((test) => [test, limitOf(test)]));
    const { web = [], others = [] } = Object.groupBy(sorted, (test) => (isWeb(test) ? 'web' : 'others'));
    others.sort((a, b) => limits.get(b) - limits.get(a));
    return Array.from({ length: Math.max(web.length, others.length) }, (_, at) => [others[at], web[at]])
      .flat()
      .filter(Boolean);
  }
}

/** The longest time that a file gives all its tests, or one of them, in milliseconds; 0 where it leaves jest's. */
function limitOf({ path }) {
  const given = readFileSync(path, 'utf8').matchAll(/(?:\bsetTimeout\(|^ {2}\}, )([\d_]+)\)/gm);
  return Math.max(0, ...Array.from(given, ([, limit]) => Number(limit.replaceAll('_', ''))));
}
