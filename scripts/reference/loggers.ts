import ts from 'typescript';
import { newExpressions, placeOf, serviceOf } from './source.files.js';

/** Who writes log lines: the `context` of these lines. */
export interface LogContext {
  name: string;
  /** The service that writes them, or `all`. */
  service: string;
  /** What the class of that name does, by its own comment. */
  does: string;
}

/**
 * Every context that the services log under. By convention it is the name of a class: the one that makes the logger,
 * or the one whose work a recurring task does.
 *
 * @throws Error for a context that is no class with a comment, or a logger that has another class's name
 */
export function logContextsOf(files: readonly ts.SourceFile[]): LogContext[] {
  const classes = new Map(files.flatMap((file) => classesOf(file).map((each) => [each.name!.text, each])));
  const contexts = new Map<string, LogContext>();
  for (const file of files) {
    for (const made of newExpressions(file, ['Logger', 'RecurringTask', ...loggersOf(file)])) {
      const name = contextOf(made);
      if (name === undefined) continue;
      // Two services may each have a class of one name: the one nearby is meant.
      const declared = classesOf(file).find((each) => each.name!.text === name) ?? classes.get(name);
      const does = declared && firstSentence(declared);
      if (!does) throw new Error(`${placeOf(made)}: '${name}' is no class that has a comment`);
      const service = serviceOf(file);
      contexts.set(`${name} ${service}`, { name, service, does });
    }
  }
  return [...contexts.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** @returns nothing where the recurring task itself makes the logger, for a name it was given */
function contextOf(made: ts.NewExpression): string | undefined {
  const owner = ts.findAncestor(made, ts.isClassDeclaration)?.name?.text;
  const isTask = made.expression.getText() === 'RecurringTask';
  if (owner === 'RecurringTask') return undefined;
  const given = made.arguments?.[0];
  const name =
    given && (ts.isStringLiteralLike(given) ? given.text : /^(\w+)\.name$/.exec(given.getText())?.[1]);
  if (!name) throw new Error(`${placeOf(made)}: write the log's context out`);
  if (!isTask && name !== owner)
    throw new Error(`${placeOf(made)}: logs as '${name}' in the class ${owner}: one name for both`);
  return name;
}

/** Loggers of a file's own, such as one that says everything as a warning. */
function loggersOf(file: ts.SourceFile): string[] {
  return classesOf(file)
    .filter(({ heritageClauses }) => heritageClauses?.some((clause) => clause.getText() === 'extends Logger'))
    .map(({ name }) => name!.text);
}

function classesOf(file: ts.SourceFile): ts.ClassDeclaration[] {
  return file.statements.filter(ts.isClassDeclaration).filter(({ name }) => name !== undefined);
}

function firstSentence(declared: ts.ClassDeclaration): string | undefined {
  const [comment] = ts.getJSDocCommentsAndTags(declared).filter(ts.isJSDoc);
  const text = comment && ts.getTextOfJSDocComment(comment.comment)?.replace(/\s+/g, ' ');
  return text && (/^.*?[^.]\.(?=\s|$)/.exec(text)?.[0] ?? text).replace(/\.$/, '');
}
