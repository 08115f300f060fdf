import jestConfig from './jest.config.mjs';

/** Code that decides what users see and when a model is trained: each change of it must be noticed by a test. */
const MUTATED = [
  'apps/recommender/profiles/user.profile.ts',
  'apps/recommender/lists/list.queue.ts',
  'apps/recommender/lists/score.rounding.ts',
  'apps/recommender/lists/reason.codes.ts',
  'apps/recommender/profiles/data.changes.ts',
  'apps/recommender/training/training.schedule.ts',
  'libs/ranking/scores/blend.ts',
];

const [unit] = jestConfig.projects;

/** `npm run test:mutation`: the specs beside the mutated files, run once for each mutant that they reach. */
export default {
  mutate: MUTATED,
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    // Without a "jest" in it: all that counts is said here.
    configFile: 'package.json',
    config: {
      ...unit,
      // Which it builds its own upon.
      testEnvironment: 'node',
      setupFiles: ['<rootDir>/test/support/process/without-shrinking.ts'],
      testMatch: MUTATED.map((file) => `<rootDir>/${file.replace(/\.ts$/, '{,.properties}.spec.ts')}`),
    },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 90, break: 80 },
  reporters: ['clear-text', 'progress-append-only', 'html'],
  clearTextReporter: { allowEmojis: false, reportTests: false },
  htmlReporter: { fileName: '.local/mutation.html' },
  tempDirName: '.local/stryker',
  ignorePatterns: ['/dist', '/data', '/docs', '/.local', '/apps/web', '/coverage'],
  allowConsoleColors: false,
};
