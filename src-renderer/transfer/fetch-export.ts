import type { Bridge, CallInput, CallOutput, Result } from '#contract/contract';
import type { ExportFormat } from '#contract/transfers';

type Content = CallInput<'history.beginDownload'>;
type Progress = Pick<CallOutput<'history.downloadPiece'>, 'conversationsDone'> & { readonly conversations: number };

const MEDIA_TYPES = {
  markdown: 'text/markdown;charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  html: 'text/html;charset=utf-8',
  json: 'application/json;charset=utf-8',
  jsonl: 'application/jsonl;charset=utf-8',
} as const satisfies Record<ExportFormat, string>;

/** Fetches an export over the bridge, piece by piece. @returns null when `signal` ended it */
export async function fetchExport(
  bridge: Bridge,
  content: Content,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Result<Blob> | null> {
  const begun = await bridge.call('history.beginDownload', content);
  if (!begun.ok) return begun;
  const { downloadId, conversations, encoding } = begun.value;
  // The browser may move the content of a blob out of memory.
  let blob = new Blob([], { type: MEDIA_TYPES[content.format] });
  while (!signal.aborted) {
    const piece = await bridge.call('history.downloadPiece', { downloadId });
    if (!piece.ok) return piece;
    const { text, conversationsDone } = piece.value;
    if (text === null) return { ok: true, value: blob };
    blob = new Blob([blob, encoding === 'text' ? text : bytesOf(text)], { type: blob.type });
    onProgress({ conversationsDone, conversations });
  }
  await bridge.call('history.endDownload', { downloadId });
  return null;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
