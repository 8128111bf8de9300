import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { CallOutput } from '#contract/contract';
import type { JobId } from '#contract/primitives';
import { isDocumentFormat } from '#contract/transfers';
import type { Ports } from '../../ports.ts';
import type { History } from '../history.ts';
import { requireContent } from './require-content.ts';
import { exportPieces, type ExportContent, type ExportPiece } from './export-conversations.ts';

/** In UTF-16 units; as JSON at most six times as many bytes, which a slow page can still take. */
const PIECE_LENGTH = 2 ** 20;
/** Each download holds the text of one conversation. A page that was closed in the middle does not end its download. */
const MOST_AT_ONCE = 4;

interface Piece {
  readonly text: string | null;
  readonly conversationsDone: number;
}

interface Download {
  readonly pieces: AsyncGenerator<Piece, undefined, undefined>;
  readonly abort: AbortController;
}

/** Exports that a page fetches piece by piece. They write nothing to the disk and read nothing ahead. */
export class Downloads {
  readonly #ports: Pick<Ports, 'version' | 'now' | 'entries'>;
  readonly #history: History;
  readonly #running = new Map<JobId, Download>();

  constructor(ports: Pick<Ports, 'version' | 'now' | 'entries'>, history: History) {
    this.#ports = ports;
    this.#history = history;
  }

  /**
   * Ends the oldest download when there are too many. @throws SarviError `conversation-unknown`, `history-unavailable`
   */
  async begin(content: ExportContent): Promise<CallOutput<'history.beginDownload'>> {
    await requireContent(this.#history, content);
    const ids = content.conversationIds ?? (await this.#history.ask('listForExport', {}));
    const facts = { version: this.#ports.version, nowMs: this.#ports.now(), entry: this.#ports.entries.document };
    const abort = new AbortController();
    const pieces = cutIntoPieces(exportPieces(this.#history, content, ids, facts, abort.signal));
    const downloadId = randomUUID();
    this.#running.set(downloadId, { pieces, abort });
    for (const oldest of [...this.#running.keys()].slice(0, -MOST_AT_ONCE)) await this.end(oldest);
    const encoding = isDocumentFormat(content.format) ? 'base64' : 'text';
    return { downloadId, conversations: ids.length, encoding };
  }

  /** @throws SarviError `transfer-unknown`, `cancelled`, `history-unavailable` */
  async next(downloadId: JobId): Promise<Piece> {
    const download = this.#running.get(downloadId);
    if (!download) throw new SarviError('transfer-unknown', { job: downloadId });
    try {
      const { value } = await download.pieces.next();
      // A download that was ended meanwhile gives no more text.
      if (download.abort.signal.aborted) throw new SarviError('cancelled');
      if (value) return value;
    } catch (error) {
      this.#running.delete(downloadId);
      throw error;
    }
    this.#running.delete(downloadId);
    return { text: null, conversationsDone: 0 };
  }

  async end(downloadId: JobId): Promise<void> {
    const download = this.#running.get(downloadId);
    if (!download) return;
    this.#running.delete(downloadId);
    download.abort.abort();
    await download.pieces.return(undefined);
  }

  async endAll(): Promise<void> {
    for (const downloadId of [...this.#running.keys()]) await this.end(downloadId);
  }
}

/** Joins short texts and splits long ones, never within a character, or within four of base64. */
async function* cutIntoPieces(pieces: AsyncIterable<ExportPiece>): AsyncGenerator<Piece, undefined, undefined> {
  let waiting = '';
  let conversationsDone = 0;
  for await (const piece of pieces) {
    waiting += 'bytes' in piece ? Buffer.from(piece.bytes).toString('base64') : piece.text;
    while (waiting.length >= PIECE_LENGTH) {
      const end = isHighSurrogate(waiting.charCodeAt(PIECE_LENGTH - 1)) ? PIECE_LENGTH - 1 : PIECE_LENGTH;
      yield { text: waiting.slice(0, end), conversationsDone };
      waiting = waiting.slice(end);
    }
    conversationsDone = piece.conversationsDone;
  }
  if (waiting !== '') yield { text: waiting, conversationsDone };
  return undefined;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
