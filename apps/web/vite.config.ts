import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import manifest from './package.json' with { type: 'json' };

/** `GATEWAY` is where the development server passes API calls on to. */
const gateway = process.env.GATEWAY ?? 'http://127.0.0.1:3000';

const LICENCES = 'licences.txt';
const outDir = join(import.meta.dirname, '..', '..', 'dist', 'web');

/** Adds the fonts' licences to the file in which Vite collects those of the scripts: the OFL travels with its fonts. */
function fontLicences(): Plugin {
  return {
    name: 'font-licences',
    apply: 'build',
    closeBundle() {
      for (const name of Object.keys(manifest.devDependencies).filter((each) =>
        each.startsWith('@fontsource'),
      )) {
        const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
        const licence = readFileSync(join(folder, 'LICENSE'), 'utf8');
        appendFileSync(join(outDir, LICENCES), `\n## ${name} (OFL-1.1)\n\n${licence}`);
      }
    },
  };
}

/** Compresses once, when it is built, what would otherwise be compressed for every visitor. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      for (const name of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|svg|html|txt)$/.test(name)) continue;
        const content = readFileSync(join(outDir, name));
        writeFileSync(join(outDir, `${name}.br`), brotliCompressSync(content));
        writeFileSync(join(outDir, `${name}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), fontLicences(), compressed()],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    // A data: address would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: LICENCES },
  },
  server: { host: '127.0.0.1', proxy: { '/api': gateway, '/health': gateway } },
});
