import type { IncomingMessage } from 'node:http';
import { ApiError, refusedField, RETRY_SOON } from './api-error.ts';
import { requireBounded } from '../require-bounded.ts';

/** Twice the longest window of a model in English, with room for schemas and tools. */
export const MOST_BODY_BYTES = 8 * 1024 * 1024;
/** Bodies that are being read, wait or are answered, of all connections together. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
/** Programs of this computer send a whole body at once. */
const BODY_MS = 30_000;
/** More levels than a schema of 64 levels has as JSON. */
const MOST_DEPTH = 256;

/** A body that was read; it counts until it is released. */
export interface ReadBody {
  readonly body: Readonly<Record<string, unknown>>;
  release(): void;
}

/** Reads bodies of requests: JSON only, bounded in size, time and depth. */
export class BodyReader {
  readonly #timeoutMs: number;
  #waitingBytes = 0;

  constructor(timeoutMs = BODY_MS) {
    this.#timeoutMs = timeoutMs;
  }

  /** @throws ApiError 400, 408, 413, 415, 503 */
  async read(request: IncomingMessage): Promise<ReadBody> {
    requireJson(request);
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > MOST_BODY_BYTES) throw tooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    const release = (): void => {
      this.#waitingBytes -= size;
      size = 0;
    };
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(tooSlow()), this.#timeoutMs);
        const settle = (error?: Error): void => {
          clearTimeout(timer);
          request.removeAllListeners('data');
          if (error === undefined) resolve();
          else reject(error);
        };
        request.on('data', (chunk: Buffer) => {
          size += chunk.length;
          this.#waitingBytes += chunk.length;
          chunks.push(chunk);
          if (size > MOST_BODY_BYTES) settle(tooLarge());
          else if (this.#waitingBytes > MOST_WAITING_BYTES) settle(tooMany());
        });
        request.once('end', () => settle());
        // An upload that was given up; without a listener it would end the app.
        request.once('error', () => settle(gone()));
        request.once('close', () => settle(gone()));
      });
      return { body: parse(Buffer.concat(chunks)), release };
    } catch (error) {
      release();
      throw error;
    }
  }
}

function parse(bytes: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refusedField(null, 'The body is no JSON in UTF-8.', 'invalid_json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusedField(null, 'The body must be a JSON object.', 'invalid_json');
  }
  requireBounded(value);
  requireShallow(value);
  return value as Readonly<Record<string, unknown>>;
}

/** What is deeper would overflow the stack of whoever writes it as text again. */
export function requireShallow(value: object): void {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_DEPTH) throw refusedField(null, `The body is nested deeper than ${MOST_DEPTH} levels.`);
    level = level.flatMap((each) =>
      Object.values(each).filter((inner): inner is object => typeof inner === 'object' && inner !== null),
    );
  }
}

/** A form of a page may send text/plain without asking first, so only JSON is read. */
function requireJson({ headers }: IncomingMessage): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((part) => part.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (type !== 'application/json' || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    throw unsupported('The body must be application/json in UTF-8.');
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw unsupported('Compressed bodies are not read: their size is not known before they are unpacked.');
  }
}

function unsupported(message: string): ApiError {
  return new ApiError({ status: 415, type: 'invalid_request_error', message });
}

function tooLarge(): ApiError {
  const message = `The body is larger than ${MOST_BODY_BYTES / 1024 / 1024} MiB.`;
  return new ApiError({ status: 413, type: 'invalid_request_error', code: 'body_too_large', message });
}

function tooSlow(): ApiError {
  return new ApiError({ status: 408, type: 'invalid_request_error', message: 'The body did not come in time.' });
}

function tooMany(): ApiError {
  const message = 'Too many large requests at once.';
  return new ApiError({ status: 503, type: 'unavailable_error', message, headers: RETRY_SOON });
}

function gone(): ApiError {
  return new ApiError({ status: 499, type: 'invalid_request_error', message: 'The program has gone.' });
}
