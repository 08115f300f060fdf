import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json above this file, the same whether it runs from libs/ or from dist/libs/. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json above libs/platform');
    folder = parent;
  }
  return folder;
}

/** A file of the product's own data folder, such as `movielens-links.csv`. */
export function dataFile(name: string): string {
  return join(projectRoot(), 'data', name);
}
