import ts from 'typescript';
import { newExpressions, placeOf, serviceOf } from './source.files.js';

export interface Metric {
  name: string;
  type: string;
  labels: string[];
  help: string;
  /** The service that has it, or `all`. */
  service: string;
}

/** Every metric that the services make. @throws Error for one whose name, help or labels are not written out */
export function metricsOf(files: readonly ts.SourceFile[]): Metric[] {
  const metrics = files
    .filter((file) => /from 'prom-client'/.test(file.text))
    .flatMap((file) => newExpressions(file, ['Counter', 'Gauge', 'Histogram', 'Summary']).map(metricOf));
  return metrics.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function metricOf(made: ts.NewExpression): Metric {
  const options = made.arguments?.[0];
  const value = (name: string): ts.Expression | undefined =>
    options && ts.isObjectLiteralExpression(options)
      ? options.properties
          .filter(ts.isPropertyAssignment)
          .find((property) => property.name.getText() === name)?.initializer
      : undefined;
  const text = (node: ts.Expression | undefined, what: string): string => {
    if (node && ts.isStringLiteralLike(node)) return node.text;
    throw new Error(`${placeOf(made)}: write the metric's ${what} out as a string`);
  };
  let labels = value('labelNames');
  if (labels && ts.isAsExpression(labels)) labels = labels.expression;
  if (labels && !ts.isArrayLiteralExpression(labels))
    throw new Error(`${placeOf(made)}: write the metric's labels out as a list`);
  return {
    name: text(value('name'), 'name'),
    type: made.expression.getText().toLowerCase(),
    labels: labels?.elements.map((label) => text(label, 'labels')) ?? [],
    help: text(value('help'), 'help'),
    service: serviceOf(made.getSourceFile()),
  };
}
