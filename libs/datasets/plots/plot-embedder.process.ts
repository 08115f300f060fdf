/** The process of PlotEmbedder: one text in, one vector out. */
import { SentenceEncoder } from '#datasets/plots/sentence.encoder.js';

const encoder = await SentenceEncoder.load();

process.on('message', async (text: string) => {
  try {
    process.send?.({ vector: await encoder.encode(text) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit());
