/** A thread for one document: takes its bytes, answers once, and is ended by whoever started it. */
import type { Reason } from '#contract/reasons';
import { because } from '#contract/reasons';
import { parseDocument, type ParsedDocument } from './parse-document.ts';
import { Unreadable } from './unreadable.ts';

export interface DocumentRequest {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
}

/** `document` is null for a file that is no document. */
export type DocumentAnswer = { readonly document: ParsedDocument | null } | { readonly refused: Reason };

async function answer({ bytes, name }: DocumentRequest): Promise<DocumentAnswer> {
  try {
    return { document: await parseDocument(bytes, name) };
  } catch (error) {
    return { refused: error instanceof Unreadable ? error.reason : because('cannot-be-read') };
  }
}

addEventListener('message', ({ data }: MessageEvent<DocumentRequest>) => {
  void answer(data).then((message) => postMessage(message));
});
