import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import { SarviError } from '#contract/errors';
import type { ParentChannel } from '../core/child-channel.ts';
import type { EngineMessage, EngineRequest } from '../core/engine/protocol.ts';
import { readGgufParts } from '../core/gguf/read-gguf-parts.ts';
import { addedTexts } from '../core/prompt/added-texts.ts';
import { answeredTokens } from '../core/prompt/answered-tokens.ts';
import { promptTokens } from '../core/prompt/prompt-tokens.ts';
import type { Vocabulary } from '../core/vocabulary.ts';
import { vocabularyOf } from './vocabulary-of.ts';

/** Renders and counts with the vocabulary of one model, whose weights stay on the disk. The parent ends this process. */
export async function serveVocabulary(path: string, channel: ParentChannel): Promise<void> {
  try {
    // This parser checks its bounds; the parsers that follow trust the lengths in the file.
    await readGgufParts(path);
    const llama = await getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.disabled,
    });
    const model = await llama.loadModel({ modelPath: path, vocabOnly: true });
    const served = { vocabulary: vocabularyOf(model), endToken: model.tokens.eot ?? model.tokens.eos };
    channel.onMessage((message) => channel.send(answer(served, message as EngineRequest)));
    channel.send({ kind: 'ready' });
  } catch (error) {
    channel.send({ kind: 'unavailable', reason: SarviError.from(error).message });
  }
}

interface Served {
  readonly vocabulary: Vocabulary;
  /** The token that ends an answer; null where the model has none. */
  readonly endToken: number | null;
}

function answer({ vocabulary, endToken }: Served, request: EngineRequest): EngineMessage {
  const { id } = request;
  try {
    switch (request.kind) {
      case 'count':
        return { kind: 'counted', id, counts: request.texts.map((text) => vocabulary.tokenizePlain(text).length) };
      case 'render': {
        const { messages, addGenerationPrompt, answerSoFar, tellsDate } = request;
        const options = { addGenerationPrompt, answerSoFar, tellsDate, now: new Date() };
        return { kind: 'rendered', id, rendered: promptTokens(vocabulary, messages, options) };
      }
      case 'answered': {
        const { tokens, from } = answeredTokens(request, vocabulary, { endToken });
        return { kind: 'answered', id, tokens: Uint32Array.from(tokens), from };
      }
      case 'split': {
        const { beginningToken } = vocabulary;
        const tokens = [
          ...(beginningToken === null ? [] : [beginningToken]),
          ...vocabulary.tokenizePlain(request.text),
        ];
        const vocabularySize = vocabulary.facts.size;
        return { kind: 'split', id, split: { tokens: Uint32Array.from(tokens), beginningToken, vocabularySize } };
      }
      case 'added':
        vocabulary.requireKnown(request.tokens);
        return { kind: 'added', id, texts: addedTexts(vocabulary, request.tokens) };
      case 'pieces':
        vocabulary.requireKnown(request.tokens);
        return { kind: 'pieces', id, pieces: vocabulary.piecesOf(request.tokens) };
      default:
        throw new Error(`a vocabulary has no answer to ${request.kind}`);
    }
  } catch (error) {
    return { kind: 'failed', id, error: SarviError.from(error).toReport() };
  }
}
