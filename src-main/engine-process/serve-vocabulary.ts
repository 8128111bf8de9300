import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import { SarviError } from '#contract/errors';
import type { ParentChannel } from '../core/child-channel.ts';
import type { EngineMessage, EngineRequest } from '../core/engine/protocol.ts';
import { readGgufParts } from '../core/gguf/read-gguf-parts.ts';
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
    const vocabulary = vocabularyOf(await llama.loadModel({ modelPath: path, vocabOnly: true }));
    channel.onMessage((message) => channel.send(answer(vocabulary, message as EngineRequest)));
    channel.send({ kind: 'ready' });
  } catch (error) {
    channel.send({ kind: 'unavailable', reason: SarviError.from(error).message });
  }
}

function answer(vocabulary: Vocabulary, request: EngineRequest): EngineMessage {
  const { id } = request;
  try {
    if (request.kind === 'count') {
      return { kind: 'counted', id, counts: request.texts.map((text) => vocabulary.tokenizePlain(text).length) };
    }
    if (request.kind === 'render') {
      const { messages, addGenerationPrompt, answerSoFar, tellsDate } = request;
      const options = { addGenerationPrompt, answerSoFar, tellsDate, now: new Date() };
      return { kind: 'rendered', id, rendered: promptTokens(vocabulary, messages, options) };
    }
    throw new Error(`a vocabulary has no answer to ${request.kind}`);
  } catch (error) {
    return { kind: 'failed', id, error: SarviError.from(error).toReport() };
  }
}
