import { join } from 'node:path';
import ts from 'typescript';
import type { JsonSchema } from './class.schema.js';

const FILES = [
  'users/users.rpc.ts',
  'users/seen.rpc.ts',
  'users/tokens.rpc.ts',
  'users/connections.rpc.ts',
  'users/library.rpc.ts',
  'users/feeds.rpc.ts',
  'users/identities.rpc.ts',
  'users/webhooks.rpc.ts',
  'users/imports.rpc.ts',
  'catalog/catalog.rpc.ts',
  'recommender/recommender.rpc.ts',
];

/**
 * The JSON Schemas of all replies, by the call's name, from the types that callers are compiled against:
 * `rpc('<name>', Request).replies<Reply>()`.
 *
 * @throws Error naming a type that JSON cannot carry
 */
export function replySchemas(root: string): Record<string, JsonSchema> {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const files = FILES.map((file) => join(root, 'libs', 'contracts', file));
  const program = ts.createProgram(files, {
    ...options,
    incremental: false,
    tsBuildInfoFile: undefined,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const found: [string, JsonSchema][] = [];
  const visit = (node: ts.Node) => {
    const call = replyOf(node);
    if (call)
      found.push([call.name, schemaOfType(checker.getTypeFromTypeNode(call.reply), checker, call.name)]);
    else ts.forEachChild(node, visit);
  };
  for (const file of files) visit(program.getSourceFile(file)!);
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `rpc('name', …).replies<Reply>()`: its name and the node of its reply. */
function replyOf(node: ts.Node): { name: string; reply: ts.TypeNode } | undefined {
  if (!ts.isCallExpression(node) || node.typeArguments?.length !== 1) return undefined;
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'replies') return undefined;
  const declared = expression.expression;
  const name = ts.isCallExpression(declared) ? declared.arguments[0] : undefined;
  return name && ts.isStringLiteral(name) ? { name: name.text, reply: node.typeArguments[0] } : undefined;
}

function schemaOfType(type: ts.Type, checker: ts.TypeChecker, path: string): JsonSchema {
  if (type.isUnion()) return schemaOfUnion(type, checker, path);
  if (type.isStringLiteral() || type.isNumberLiteral()) return { enum: [type.value] };
  if (type.flags & ts.TypeFlags.String) return { type: 'string' };
  if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
  if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
  if (type.flags & ts.TypeFlags.Null) return { enum: [null] };
  if (checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(type as ts.TypeReference);
    return { type: 'array', items: schemaOfType(element, checker, `${path}[]`) };
  }
  if (type.flags & ts.TypeFlags.Object || type.isIntersection()) return schemaOfObject(type, checker, path);
  throw new Error(`${path}: ${checker.typeToString(type)} has no JSON Schema`);
}

function schemaOfUnion(type: ts.UnionType, checker: ts.TypeChecker, path: string): JsonSchema {
  const members = type.types.filter((member) => !(member.flags & ts.TypeFlags.Undefined));
  if (members.every((member) => member.flags & ts.TypeFlags.BooleanLiteral)) return { type: 'boolean' };
  const schemas = members.map((member) => schemaOfType(member, checker, path));
  if (schemas.length === 1) return schemas[0];
  if (schemas.every((schema) => schema.enum))
    return { enum: schemas.flatMap((schema) => schema.enum!).sort() };
  return { anyOf: schemas };
}

function schemaOfObject(type: ts.Type, checker: ts.TypeChecker, path: string): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const field of checker.getPropertiesOfType(type)) {
    const optional = (field.flags & ts.SymbolFlags.Optional) !== 0;
    const fieldType = checker.getTypeOfSymbol(field);
    properties[field.name] = schemaOfType(fieldType, checker, `${path}.${field.name}`);
    if (!optional) required.push(field.name);
  }
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 && { properties: sorted(properties) }),
    ...(required.length > 0 && { required: required.sort() }),
  };
}

const sorted = (properties: Record<string, JsonSchema>) =>
  Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));
