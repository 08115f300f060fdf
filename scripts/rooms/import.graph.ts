import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** What each file imports of ours, types included: paths from the root. */
export type ImportGraph = Map<string, string[]>;

const ENDINGS = ['', '.ts', '.tsx'];

/** @param files  TypeScript files, as paths from `root` */
export function importGraph(root: string, files: readonly string[]): ImportGraph {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
      const targets = importedFiles.flatMap(({ fileName }) => resolved(file, fileName, known) ?? []);
      return [file, [...new Set(targets)]];
    }),
  );
}

function resolved(file: string, specifier: string, known: ReadonlySet<string>): string | undefined {
  const path = specifier.startsWith('#')
    ? `libs/${specifier.slice(1)}`
    : specifier.startsWith('.') && posix.join(posix.dirname(file), specifier);
  if (!path) return undefined;
  return [path.replace(/\.js$/, ''), path]
    .flatMap((base) => ENDINGS.map((ending) => base + ending))
    .find((target) => known.has(target));
}

/** Files that import each other, round and round; each circle once. */
export function circles(graph: ImportGraph): string[][] {
  const found: string[][] = [];
  const state = new Map<string, 'open' | 'closed'>();
  const path: string[] = [];
  const visit = (file: string) => {
    state.set(file, 'open');
    path.push(file);
    for (const target of graph.get(file) ?? []) {
      if (state.get(target) === 'open') found.push(path.slice(path.indexOf(target)));
      else if (!state.has(target)) visit(target);
    }
    path.pop();
    state.set(file, 'closed');
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return found;
}
