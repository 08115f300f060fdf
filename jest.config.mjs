/** Unit specs sit beside the code; integration and end-to-end tests live in test/. */
const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2024',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

const base = {
  testEnvironment: '<rootDir>/test/support/jest/plain.globals.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  moduleNameMapper: {
    '^#(contracts|platform|ranking|datasets|lists|plots)/(.*)\\.js$': '<rootDir>/libs/$1/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.local'],
};

export default {
  testSequencer: '<rootDir>/test/support/jest/long.first.mjs',
  // A limit for what hangs, also on a machine that is busy with something else.
  testTimeout: 60_000,
  // With `--coverage`: of the code that services and commands are made of, also of files that no test loads.
  coverageProvider: 'v8',
  coverageReporters: ['json-summary', 'html'],
  collectCoverageFrom: [
    '{apps,libs,scripts}/**/*.ts',
    '!apps/web/**',
    '!**/*.spec.ts',
    '!**/{main,*.module}.ts',
  ],
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,scripts}/**/*.spec.ts'] },
    // The containers of docker-compose.yml; `npm run test:compose` starts them.
    { ...base, displayName: 'compose', testMatch: ['<rootDir>/test/compose/**/*.spec.ts'] },
    ...['integration', 'e2e', 'web'].map((name) => ({
      ...base,
      displayName: name,
      testMatch: [`<rootDir>/test/${name}/**/*.spec.ts`],
      setupFilesAfterEnv: ['<rootDir>/test/support/stack/own-vhost.ts'],
    })),
  ],
};
