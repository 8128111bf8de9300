/**
 * Entry of the thread that makes one document. Markdown, formulas and compression of a long conversation take seconds,
 * in which main must answer; and what a stranger's text makes of memory ends with the thread.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { writeDocx } from '#document/docx/write-docx';
import { writeHtml } from '#document/html/write-html';
import type { Document } from '#document/model';
import { writeOdt } from '#document/odt/write-odt';
import type { DocumentFormat } from '#contract/transfers';
import type { SarviConversation } from '../sarvi-conversation.ts';
import { documentOf, type DocumentContent } from './document-of.ts';

export interface DocumentTask extends DocumentContent {
  readonly format: DocumentFormat;
  /** Each as JSON, in the form of `SarviConversation`. */
  readonly conversations: readonly string[];
}

const task = workerData as DocumentTask | null;
if (parentPort && task) {
  const conversations = task.conversations.map((text) => JSON.parse(text) as SarviConversation);
  const bytes = write(task.format, documentOf(conversations, task));
  parentPort.postMessage(bytes, [bytes.buffer]);
}

function write(format: DocumentFormat, document: Document): Uint8Array<ArrayBuffer> {
  switch (format) {
    case 'docx':
      return writeDocx(document);
    case 'odt':
      return writeOdt(document);
    case 'html':
      return new TextEncoder().encode(writeHtml(document));
  }
}
