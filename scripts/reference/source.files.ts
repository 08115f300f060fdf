import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The services' source files as trees, without tests. */
export function sourceFiles(root: string): ts.SourceFile[] {
  return ['apps/!(web)/**/*.ts', 'libs/**/*.ts']
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((file) => !/\.(spec|fixture)\.ts$/.test(file))
    .sort()
    .map((file) =>
      ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true),
    );
}

/** Every `new <name>(…)` in a file, in the order of the text. */
export function newExpressions(file: ts.SourceFile, names: readonly string[]): ts.NewExpression[] {
  const found: ts.NewExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && names.includes(node.expression.getText(file))) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The service whose process runs a file, `all` for what every service stands on. */
export function serviceOf(file: ts.SourceFile): string {
  return /^apps\/([^/]+)\//.exec(file.fileName)?.[1] ?? 'all';
}

/** @returns such as `apps/users/main.ts:12` */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
