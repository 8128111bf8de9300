/**
 * The bridge over a WebSocket with JSON text frames. A request is `{id, call, input}`, its answer `{id, result}`, in
 * any order; an event is `{event, payload}`. A frame of another shape ends the connection, because only Sarvi's own
 * renderer uses it.
 */
import * as v from 'valibot';
import type { WebSocket } from 'ws';
import type { App } from '../../core/app.ts';
import type { Log } from '../../core/ports.ts';

/** The longest message text of the contract (4,000,000 UTF-16 units), as JSON in which each takes six bytes. */
export const MAX_FRAME_BYTES = 26 * 1024 * 1024;

/** A renderer makes a few calls at once; more means that it is in a loop. */
const MAX_RUNNING_CALLS = 1000;

/**
 * Bytes that may wait for a slow reader. Then the connection ends: a renderer that connects again reads everything,
 * while one that misses an event would be wrong without knowing it.
 */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** Status codes of RFC 6455, section 7.4.1, and of its registry at IANA. */
const CLOSE = { unsupported: 1003, violation: 1008, tryAgainLater: 1013 } as const;

const Request = v.strictObject({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  call: v.pipe(v.string(), v.maxLength(100)),
  input: v.unknown(),
});

/** Serves `app` over `socket` until either side closes it. */
export function serveBridge(socket: WebSocket, app: Pick<App, 'call' | 'listen'>, log: Log): void {
  let runningCalls = 0;

  const close = (code: number, reason: string): void => {
    log.warn('the bridge was closed', { code, reason });
    socket.close(code, reason);
  };

  const send = (frame: object): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_WAITING_BYTES) {
      log.warn('the renderer does not keep up; its connection ends');
      // A close frame would wait behind everything else.
      socket.terminate();
      return;
    }
    socket.send(JSON.stringify(frame));
  };

  const stopListening = app.listen((event, payload) => send({ event, payload }));
  socket.once('close', stopListening);
  // Broken frames and lost connections; `close` follows.
  socket.on('error', (error) => log.warn('the bridge broke', { reason: error.message }));

  socket.on('message', (bytes: Buffer, isBinary) => {
    if (isBinary) return close(CLOSE.unsupported, 'text frames only');
    const request = parseRequest(bytes);
    if (request === null) return close(CLOSE.violation, 'not a request');
    if (runningCalls >= MAX_RUNNING_CALLS) return close(CLOSE.tryAgainLater, 'too many calls at once');
    runningCalls += 1;
    void app.call(request.call, request.input).then((result) => {
      runningCalls -= 1;
      send({ id: request.id, result });
    });
  });
}

function parseRequest(bytes: Buffer): v.InferOutput<typeof Request> | null {
  try {
    const parsed = v.safeParse(Request, JSON.parse(bytes.toString('utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
