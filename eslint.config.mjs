import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;
const areas = JSON.parse(readFileSync(join(root, 'rooms.json'), 'utf8'));

/** The source of an import, as TypeScript finds it: the resolver of lint knows nothing of dist/. */
const sources = {
  name: 'sources',
  interfaceVersion: 3,
  resolve(specifier, file) {
    const path = specifier.startsWith('#')
      ? join(root, 'libs', specifier.slice(1))
      : specifier.startsWith('.') && join(dirname(file), specifier);
    const bases = path ? [path.replace(/\.js$/, ''), path] : [];
    const found = bases
      .flatMap((base) => [`${base}.ts`, `${base}.tsx`, base])
      .find((name) => existsSync(name));
    return found ? { found: true, path: found } : { found: false };
  },
};

/** rooms.json as zones: an area imports the areas it names, a room the rooms before it. */
const zones = Object.entries(areas).flatMap(([area, { imports, why, rooms }]) => {
  const names = Object.keys(rooms);
  return [
    {
      // Room by room, because an area may lie inside another: scripts/commands in scripts.
      target: names.length > 0 ? names.map((room) => `./${area}/${room}`) : `./${area}`,
      from: '.',
      except: ['node_modules', area, ...imports],
      message: why,
    },
    ...names.map((room, at) => ({
      target: `./${area}/${room}`,
      from: `./${area}`,
      except: names.slice(0, at + 1),
      message: `${rooms[room]} It imports only rooms before it: see rooms.json.`,
    })),
  ];
});

/** Texts that somebody sees or hears of, where they would be in one language only. */
const LETTERS = '/\\p{L}{2}/u';
const TEXT = `:matches(Literal[value=${LETTERS}], TemplateLiteral:has(> TemplateElement[value.raw=${LETTERS}]))`;
const CHOSEN = ':matches(ConditionalExpression, LogicalExpression)';
const SPOKEN = '/^(aria-label|aria-roledescription|aria-valuetext|alt|hint|label|legend|placeholder|title)$/';
const TEXTS = [
  `JSXText[value=${LETTERS}]`,
  ...[`JSXAttribute[name.name=${SPOKEN}]`, ':matches(JSXElement, JSXFragment)'].flatMap((shown) => [
    `${shown} > Literal[value=${LETTERS}]`,
    `${shown} > JSXExpressionContainer > ${TEXT}`,
    `${shown} > JSXExpressionContainer > ${CHOSEN} > ${TEXT}`,
    `${shown} > JSXExpressionContainer > ${CHOSEN} > ${CHOSEN} > ${TEXT}`,
  ]),
  `CallExpression[callee.name=/^(say|useTitle)$/] > ${TEXT}`,
];
const UNTRANSLATED = 'Texts stand in apps/web/src/words, in every language.';

/** What an import may not name, wherever it lies. */
const forbidden = (files, patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.local', 'apps/web/dist', 'coverage', '**/assembly'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [sources] },
    rules: {
      // Of types too: `npm run docs:rooms -- --check` looks at those, which this rule passes over.
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: root, zones }],
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
  { files: ['apps/web/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  {
    files: ['apps/web/**/*.tsx'],
    rules: {
      'no-restricted-syntax': ['error', ...TEXTS.map((selector) => ({ selector, message: UNTRANSLATED }))],
    },
  },
  {
    files: ['apps/web/public/*.js'],
    languageOptions: { globals: { document: 'readonly', localStorage: 'readonly' } },
  },
  forbidden(
    ['apps/web/**/*.{ts,tsx}'],
    [
      {
        group: ['@nestjs/*'],
        message: 'The web app knows the API by its OpenAPI document alone.',
      },
    ],
  ),
  forbidden(
    ['libs/{contracts,datasets,lists,platform,plots}/**/*.ts', 'apps/{users,catalog,recommender}/**/*.ts'],
    [
      {
        group: ['@nestjs/swagger'],
        allowTypeImports: true,
        message: 'Only the gateway loads Swagger; contracts describe their fields by documented.js.',
      },
    ],
  ),
  forbidden(
    ['apps/gateway/**/!(openapi).ts'],
    [
      {
        group: ['@nestjs/swagger'],
        importNames: ['ApiProperty', 'ApiPropertyOptional'],
        message:
          'Fields are described by documented.js, in the order of their classes, those of contracts first.',
      },
    ],
  ),
  forbidden(
    ['libs/ranking/**/*.ts'],
    [
      {
        group: ['@nestjs/*', 'mongoose', 'ioredis', 'amqplib', 'chromadb'],
        message: 'libs/ranking does no I/O.',
      },
    ],
  ),
  prettier,
);
