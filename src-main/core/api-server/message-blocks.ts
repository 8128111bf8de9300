type Send = (type: string, more: object) => void;

/** The content blocks of one streamed message of Anthropic's form: one is open at a time. */
export class MessageBlocks {
  readonly #send: Send;
  #index = -1;
  #open: 'text' | 'tool_use' | null = null;

  constructor(send: Send) {
    this.#send = send;
  }

  text(text: string): void {
    if (text === '') return;
    if (this.#open !== 'text') this.#begin('text', { type: 'text', text: '' });
    this.#delta({ type: 'text_delta', text });
  }

  call({ id, name }: { readonly id: string; readonly name: string }): void {
    this.#begin('tool_use', { type: 'tool_use', id, name, input: {} });
  }

  input(json: string): void {
    this.#delta({ type: 'input_json_delta', partial_json: json });
  }

  /** Every message has a block. */
  end(): void {
    if (this.#index < 0) this.#begin('text', { type: 'text', text: '' });
    this.#close();
  }

  #begin(kind: 'text' | 'tool_use', block: object): void {
    this.#close();
    this.#open = kind;
    this.#index += 1;
    this.#send('content_block_start', { index: this.#index, content_block: block });
  }

  #delta(delta: object): void {
    this.#send('content_block_delta', { index: this.#index, delta });
  }

  #close(): void {
    if (this.#open === null) return;
    this.#open = null;
    this.#send('content_block_stop', { index: this.#index });
  }
}
