import type { MessagePort } from 'node:worker_threads';
import type { CallInput, CallOutput } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { FromPassageWorker, PassageCall, ToPassageWorker } from './passage-messages.ts';
import { TextShelf } from './text-shelf.ts';

/** Keeps texts and looks for passages in them, one request after the other. */
export function servePassages(port: MessagePort): void {
  const shelf = new TextShelf();
  const answers: { readonly [Name in PassageCall]: (input: CallInput<Name>) => CallOutput<Name> } = {
    'passages.open': (input) => shelf.open(input),
    'passages.find': (input) => shelf.find(input),
    'passages.parts': (input) => shelf.parts(input),
  };
  port.on('message', ({ id, name, input }: ToPassageWorker) => {
    const answer = answers[name] as (input: CallInput<PassageCall>) => CallOutput<PassageCall>;
    let result: FromPassageWorker['result'];
    try {
      result = { ok: true, value: answer(input) };
    } catch (error) {
      result = { ok: false, error: SarviError.from(error).toReport() };
    }
    port.postMessage({ id, result } satisfies FromPassageWorker);
  });
}
