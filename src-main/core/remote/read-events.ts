/**
 * Reads a stream of server-sent events. Only the data counts here: comments, ids, names and retry times are passed
 * over. Lines and events are bounded before they are kept.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
import { StringDecoder } from 'node:string_decoder';
import { because } from '#contract/reasons';
import { unexpected } from './remote-failure.ts';

/** One token with twenty alternatives takes a few thousand; some servers send a whole answer at once. */
const MOST_EVENT_LENGTH = 4 * 1024 * 1024;

/**
 * The data of each event. An event that the end of the stream cuts off is dropped, as the format says.
 *
 * @throws SarviError `remote-unexpected` for a line or an event without end
 */
export async function* readEvents(chunks: AsyncIterable<Buffer>, host: string): AsyncGenerator<string, void, void> {
  const lines = new Lines();
  let data: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    for (const line of lines.push(chunk)) {
      if (line === '') {
        if (data.length > 0) yield data.join('\n');
        data = [];
        length = 0;
        continue;
      }
      const field = /^data(?:: ?|$)/.exec(line);
      if (!field) continue;
      data.push(line.slice(field[0].length));
      length += line.length;
    }
    if (length + lines.heldLength > MOST_EVENT_LENGTH) throw unexpected(host, because('answers-too-much'));
  }
}

/** Splits bytes into lines that end with CR, LF or both. */
class Lines {
  readonly #decoder = new StringDecoder('utf8');
  #held = '';
  /** A carriage return at the end may be half of a line's end. */
  #endsWithReturn = false;
  #isBeginning = true;

  get heldLength(): number {
    return this.#held.length;
  }

  push(chunk: Buffer): string[] {
    let text = this.#decoder.write(chunk);
    if (this.#isBeginning && text !== '') {
      text = text.replace(/^\uFEFF/, '');
      this.#isBeginning = false;
    }
    const isOneLine = !this.#endsWithReturn && !/[\r\n]/.test(text);
    this.#held += text;
    // A long line is not searched again with every piece of it.
    if (isOneLine) return [];
    const lines = this.#held.split(/\r\n|\n|\r(?!$)/);
    this.#held = lines.pop() ?? '';
    this.#endsWithReturn = this.#held.endsWith('\r');
    return lines;
  }
}
