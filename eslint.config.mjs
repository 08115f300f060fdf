import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** What each part may not import, and why: imports point one way, apps → libs, never app → app. */
const forbidden = (files, patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

const otherApps = (app) => ({
  group: ['gateway', 'users', 'catalog', 'recommender', 'web']
    .filter((name) => name !== app)
    .flatMap((name) => [`**/apps/${name}/**`, `../${name}/**`, `../../${name}/**`]),
  message: 'An app talks to another app by messages only; share types through libs/contracts.',
});

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.local', 'apps/web/dist', 'coverage'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-cycle': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly' },
    },
  },
  ...['gateway', 'users', 'catalog', 'recommender'].map((app) =>
    forbidden(
      [`apps/${app}/**/*.ts`],
      [
        otherApps(app),
        { group: ['**/scripts/**'], message: 'Scripts use apps; what both need lives in libs/.' },
      ],
    ),
  ),
  { files: ['apps/web/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  {
    files: ['apps/web/public/*.js'],
    languageOptions: { globals: { document: 'readonly', localStorage: 'readonly' } },
  },
  forbidden(
    ['apps/web/**/*.{ts,tsx}'],
    [
      {
        group: ['#*', '@nestjs/*', '**/libs/**'],
        message: 'The web app knows the API by its OpenAPI document alone.',
      },
    ],
  ),
  forbidden(
    ['libs/ranking/**/*.ts'],
    [
      { group: ['#*'], message: 'libs/ranking is pure numbers and imports nothing of ours.' },
      {
        group: ['@nestjs/*', 'mongoose', 'ioredis', 'amqplib', 'chromadb'],
        message: 'libs/ranking does no I/O.',
      },
    ],
  ),
  forbidden(
    ['libs/contracts/**/*.ts'],
    [
      {
        group: ['#*', '**/apps/**'],
        message: 'libs/contracts imports nothing of ours: everyone depends on it.',
      },
    ],
  ),
  forbidden(
    ['libs/platform/**/*.ts', 'libs/datasets/**/*.ts'],
    [
      { group: ['**/apps/**'], message: 'A library never imports an app.' },
      { group: ['#ranking/*'], message: 'platform and datasets may import contracts only.' },
    ],
  ),
  prettier,
);
