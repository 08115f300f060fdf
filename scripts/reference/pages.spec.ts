import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#platform/config/project-root.js';

const root = projectRoot();
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
// The changelog tells of files and commands that were there once.
const pages = ['*.md', 'docs/**/*.md', 'data/*.md', 'bench/*.md']
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .filter((page) => page !== 'CHANGELOG.md');

/** Files of the repository that a page names in code type. */
const NAMED_FILE = /`((?:apps|libs|scripts|test|bench|deploy|docs|data)\/[\w./-]+\.\w+)`/g;
const LINK = /\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g;
const SCRIPT = /\bnpm run (?:--silent )?(\w[\w:-]*)/g;

function headingsOf(page: string): string[] {
  const lines = readFileSync(join(root, page), 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...lines].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  it('names files that exist', () => {
    const missing = [...text.matchAll(NAMED_FILE)].filter(([, file]) => !existsSync(join(root, file)));
    expect(missing.map(([, file]) => file)).toEqual([]);
  });

  it('links to pages and headings that exist', () => {
    const broken = [...text.matchAll(LINK)].filter(([, path, heading]) => {
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return heading !== undefined && !headingsOf(target).includes(heading);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it('names commands that package.json has', () => {
    const unknown = [...text.matchAll(SCRIPT)].filter(([, script]) => !(script in scripts));
    expect(unknown.map(([command]) => command)).toEqual([]);
  });
});

it('the README tells of every command but those that npm and others run', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const documented = (script: string) =>
    ['start', 'test'].includes(script) || readme.includes(`npm run ${script}`);
  expect(Object.keys(scripts).filter((script) => !documented(script))).toEqual(['prepare']);
});
