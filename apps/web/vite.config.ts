import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';
import manifest from './package.json' with { type: 'json' };

/** `GATEWAY` is where the development server passes API calls on to. */
const gateway = process.env.GATEWAY ?? 'http://127.0.0.1:3000';

const LICENCES = 'licences.txt';
const outDir = join(import.meta.dirname, '..', '..', 'dist', 'web');

/** Kept for when there is no network: all that the app runs on, and the letters of most of its texts. */
const SHELL =
  /^(index\.html|theme\.js|favicon\.svg|manifest\.webmanifest|assets\/.*\.(js|css)|assets\/(inter|fraunces)-latin-[\w-]{8}\.woff2)$/;
/** Their licences do not come with the scripts that Vite collects. */
const LICENSED: [packages: string, licence: string][] = [
  ['@fontsource', 'OFL-1.1'],
  ['workbox', 'MIT'],
];

/** After the app is built: what stands beside it, of all its files, and all of them compressed. */
function finished(): Plugin {
  return {
    name: 'finished',
    apply: 'build',
    async closeBundle() {
      addLicences();
      await buildServiceWorker();
      compress();
    },
  };
}

/** Licences travel with what they are of: the fonts' in their files, the service worker's in its own script. */
function addLicences(): void {
  for (const name of Object.keys(manifest.devDependencies)) {
    const licence = LICENSED.find(([packages]) => name.startsWith(packages))?.[1];
    if (!licence) continue;
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const text = readFileSync(join(folder, 'LICENSE'), 'utf8');
    appendFileSync(join(outDir, LICENCES), `\n## ${name} (${licence})\n\n${text}`);
  }
}

/** A classic script of its own, which knows the build's files by name and content. */
async function buildServiceWorker(): Promise<void> {
  const shell = filesOf(outDir)
    .filter((name) => SHELL.test(name))
    .map((name) => ({ url: `/${name}`, revision: revisionOf(name) }));
  await build({
    configFile: false,
    logLevel: 'warn',
    define: { __SHELL__: JSON.stringify(shell), 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2023',
      rolldownOptions: {
        input: join(import.meta.dirname, 'src', 'offline', 'service.worker.ts'),
        output: { format: 'iife', entryFileNames: 'service-worker.js' },
      },
    },
  });
}

/** Names under assets/ change with the content. */
const revisionOf = (name: string): string | null =>
  name.startsWith('assets/')
    ? null
    : createHash('sha256')
        .update(readFileSync(join(outDir, name)))
        .digest('hex')
        .slice(0, 16);

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));

/** Compresses once, when it is built, what would otherwise be compressed for every visitor. */
function compress(): void {
  for (const name of filesOf(outDir)) {
    if (!/\.(js|css|svg|html|txt|webmanifest)$/.test(name)) continue;
    const content = readFileSync(join(outDir, name));
    writeFileSync(join(outDir, `${name}.br`), brotliCompressSync(content));
    writeFileSync(join(outDir, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}

const FIRST = join(import.meta.dirname, 'src', 'first.ts');
const MAIN = join(import.meta.dirname, 'src', 'main.tsx');

/**
 * What the app begins with comes in as few files as may be: `first.ts` with all that it imports, and `main.tsx` with what it
 * imports besides. A browser asks one server for six files at a time, and what `first.ts` asks for must not stand in line
 * behind twenty.
 */
const BEGINNING = [
  { name: 'first', test: FIRST, priority: 1 },
  { name: 'main', test: MAIN },
];

/** Names in the page all scripts that the app begins with: the first of them is small, and asks for the others when it runs. */
function namedAtOnce(): Plugin {
  return {
    name: 'named-at-once',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const main = chunks.find(({ moduleIds }) => moduleIds.includes(MAIN));
        return (main ? [main.fileName, ...main.imports] : [])
          .filter((name) => !html.includes(name))
          .map((name) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${name}` },
            injectTo: 'head' as const,
          }));
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), namedAtOnce(), finished()],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    // A data: address would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: BEGINNING } } },
    license: { fileName: LICENCES },
  },
  server: { host: '127.0.0.1', proxy: { '/api': gateway, '/health': gateway } },
});
