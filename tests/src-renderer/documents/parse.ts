import { reasonText } from '#contract/reasons';
import { parseDocument, type ParsedDocument } from '../../../src-renderer/documents/parse-document.ts';
import { Unreadable } from '../../../src-renderer/documents/unreadable.ts';

/** What is read of a file. @param name - decides nothing but whether text is HTML */
export async function parse(bytes: Uint8Array<ArrayBuffer> | string, name = 'a.bin'): Promise<ParsedDocument | null> {
  return parseDocument(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, name);
}

/** Why a file is refused, in English; the test fails where it is not. */
export async function refusal(bytes: Uint8Array<ArrayBuffer> | string, name?: string): Promise<string> {
  return parse(bytes, name).then(
    (read) => `read: ${JSON.stringify(read)}`,
    (error: unknown) => (error instanceof Unreadable ? reasonText(error.reason, 'en') : String(error)),
  );
}
