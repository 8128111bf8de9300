import type { PromptMessage, RenderedPrompt } from '../prompt/prompt.ts';
import type { AnsweredText, AnsweredTokens } from '../prompt/answered-tokens.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';
import { VOCABULARY_ARGUMENT } from './engine-arguments.ts';
import { EngineConnection } from './engine-connection.ts';
import type { EnginePorts } from './engine-process.ts';
import type { SplitText } from './protocol.ts';
import { renderInTime, templateInTime } from './render-in-time.ts';

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

  /** A prompt with its answer. @throws SarviError as `render`; `invalid-input` where nothing is left to score */
  async answered(text: AnsweredText): Promise<AnsweredTokens<Uint32Array>> {
    const connection = await this.#connect();
    const texts = [text.answer, ...text.messages.map(({ content }) => content)];
    const deadlineMs = RENDER_DEADLINE_MS;
    return templateInTime(connection, { texts, deadlineMs }, () =>
      connection.ask({ kind: 'answered', ...text }, 'answered'),
    );
  }

  /** @throws SarviError as `count` */
  async split(text: string): Promise<SplitText> {
    return (await (await this.#connect()).ask({ kind: 'split', text }, 'split')).split;
  }

  /** The text that each token adds. @throws SarviError as `count`; `invalid-input` for an unknown token */
  async added(tokens: Uint32Array): Promise<readonly string[]> {
    return (await (await this.#connect()).ask({ kind: 'added', tokens }, 'added')).texts;
  }

  /** Each token for people to read. @throws SarviError as `added` */
  async pieces(tokens: Uint32Array): Promise<readonly string[]> {
    return (await (await this.#connect()).ask({ kind: 'pieces', tokens }, 'pieces')).pieces.texts;
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
