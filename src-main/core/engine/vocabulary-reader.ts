import type { PromptMessage, RenderedPrompt } from '../prompt/prompt.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';
import { VOCABULARY_ARGUMENT } from './engine-arguments.ts';
import { EngineConnection } from './engine-connection.ts';
import type { EnginePorts } from './engine-process.ts';
import { renderInTime } from './render-in-time.ts';

/** On top of the time that the length of the text allows. */
const RENDER_DEADLINE_MS = 10_000;
/** A conversation asks again within minutes; a vocabulary takes some hundred megabytes. */
const IDLE_MS = 5 * 60_000;

/** Makes prompts with the vocabulary of a GGUF file, without loading its weights. */
export class VocabularyReader {
  readonly #ports: EnginePorts;
  readonly #path: string;
  #opening: Promise<EngineConnection> | null = null;
  #idle: NodeJS.Timeout | null = null;

  constructor(ports: EnginePorts, path: string) {
    this.#ports = ports;
    this.#path = path;
  }

  /** @throws SarviError `template-failed`, `engine-unavailable`, `engine-crashed` */
  async render(
    messages: readonly PromptMessage[],
    { answerSoFar, tellsDate }: { answerSoFar: ThinkingAndText; tellsDate: boolean },
  ): Promise<RenderedPrompt> {
    const request = { messages, addGenerationPrompt: true, answerSoFar, tellsDate };
    return renderInTime(await this.#connect(), request, RENDER_DEADLINE_MS);
  }

  /** Tokens of each text. @throws SarviError `engine-unavailable`, `engine-crashed` */
  async count(texts: readonly string[]): Promise<readonly number[]> {
    return (await (await this.#connect()).ask({ kind: 'count', texts }, 'counted')).counts;
  }

  dispose(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
    const opening = this.#opening;
    this.#opening = null;
    void opening?.then(
      (connection) => connection.kill(),
      () => undefined,
    );
  }

  async #connect(): Promise<EngineConnection> {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.dispose(), IDLE_MS);
    this.#idle.unref();
    const opened = await this.#opening?.catch(() => null);
    if (opened?.alive) return opened;
    const args = [VOCABULARY_ARGUMENT, this.#path];
    this.#opening = EngineConnection.open(this.#ports, { backend: 'cpu', signal: new AbortController().signal, args });
    return this.#opening;
  }
}
