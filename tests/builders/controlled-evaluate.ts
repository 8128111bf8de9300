/**
 * A child process that asks node-llama-cpp's own `controlledEvaluate` for the probabilities of tokens. Arguments: a model's
 * path, token ids as JSON, the first token that is asked about. It writes, for each from there on, the probability of the
 * token, and all of those of the last place.
 */
import { getLlama, LlamaLogLevel, type Token } from 'node-llama-cpp';

const [modelPath = '', tokenText = '[]', fromText = '1'] = process.argv.slice(2);
const tokens = JSON.parse(tokenText) as Token[];
const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
const model = await llama.loadModel({ modelPath });
const context = await model.createContext({
  contextSize: Math.max(256, tokens.length),
  experimentalKvCacheKeyType: 'F32',
  experimentalKvCacheValueType: 'F32',
  // On the processor it rounds to 16 bits.
  flashAttention: false,
});
const sequence = context.getSequence();
const asked = tokens.slice(0, -1).map((token) => [token, { generateNext: { probabilities: true } }] as const);
const answers = await sequence.controlledEvaluate(asked.map(([token, options]) => [token, options]));
const probabilities = tokens.slice(Number(fromText)).map((token, index) => {
  const next = answers[Number(fromText) + index - 1]?.next;
  return next?.probabilities?.get(token) ?? null;
});
process.stdout.write(JSON.stringify(probabilities));
await llama.dispose();
