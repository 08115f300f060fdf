import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { MessageTraffic } from './asyncapi.document.js';

/** Who does what with messages, by the names they have in the code. */
export interface MessageUse {
  /** `gateway`, `users`, …, or `commands` for what an operator runs. */
  by: string;
  does: MessageTraffic['does'];
  /** The event class or the call constant. */
  message: string;
}

const DECORATORS = new Map<string, MessageUse['does']>([
  ['OnEvent', 'handles'],
  ['OnBroadcast', 'handles'],
  ['OnRpc', 'answers'],
]);
const SOURCES = /^(?:apps\/(?<app>[a-z]+)|scripts\/(?<scripts>commands))\/(?!.*\.spec\.ts$).*\.ts$/;

/**
 * Reads the source, because who handles and calls what is written nowhere else: `@OnEvent(X)`, `@OnRpc(x)` and
 * `rpc.call(x, …)`.
 *
 * @param files  TypeScript files, as paths from `root`; only those of apps and commands are read
 */
export function messageUse(root: string, files: readonly string[]): MessageUse[] {
  const uses = new Map<string, MessageUse>();
  for (const file of files) {
    const { app, scripts } = SOURCES.exec(file)?.groups ?? {};
    const by = app ?? scripts;
    if (!by || app === 'web') continue;
    for (const use of usesIn(join(root, file))) uses.set(`${by} ${use.does} ${use.message}`, { by, ...use });
  }
  return [...uses.values()];
}

function usesIn(path: string): Omit<MessageUse, 'by'>[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const found: Omit<MessageUse, 'by'>[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const does = doing(node.expression, source);
      const [first] = node.arguments;
      if (does && first && ts.isIdentifier(first)) found.push({ does, message: first.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function doing(called: ts.Expression, source: ts.SourceFile): MessageUse['does'] | undefined {
  if (ts.isIdentifier(called)) return DECORATORS.get(called.text);
  return /\brpc\s*\.call$/.test(called.getText(source)) ? 'calls' : undefined;
}

/**
 * The same by the messages' names on the wire, in a fixed order.
 *
 * @param names  by the names in the code
 * @throws Error when somebody uses what no contract names
 */
export function messageTraffic(
  use: readonly MessageUse[],
  names: ReadonlyMap<string, string>,
): MessageTraffic[] {
  const traffic = use.map(({ by, does, message }) => {
    const name = names.get(message);
    if (!name) throw new Error(`${by} ${does} ${message}, which no contract names`);
    return { by, does, name };
  });
  const key = ({ by, does, name }: MessageTraffic) => `${by} ${does} ${name}`;
  return traffic.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
