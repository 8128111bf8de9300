import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { ConnectionState } from '../../../src-renderer/bridge/connection.ts';
import { NotAdmitted } from '../../../src-renderer/bridge/page-access.ts';
import { SocketBridge } from '../../../src-renderer/bridge/socket-bridge.ts';

/** A socket whose other end is the test. */
class TestSocket extends EventTarget {
  static readonly OPEN = 1;
  static all: TestSocket[] = [];
  readyState = 0;
  readonly sent: unknown[] = [];

  constructor() {
    super();
    TestSocket.all.push(this);
  }

  send(frame: string): void {
    this.sent.push(JSON.parse(frame));
  }

  close(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }

  accept(): void {
    this.readyState = TestSocket.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  receive(frame: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', TestSocket);
  TestSocket.all = [];
  refusals = [];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** What the door answers to the next knocks; then the socket, whose first frame must be `proof`. */
let refusals: Error[] = [];

async function connect(): Promise<{ bridge: SocketBridge; changes: ConnectionState[] }> {
  const bridge = new SocketBridge({
    request: () => {
      const refusal = refusals.shift();
      if (refusal) return Promise.reject(refusal);
      return Promise.resolve({
        url: 'ws://localhost/bridge',
        admits: (frame) => Promise.resolve(frame === '"proof"'),
      });
    },
  });
  const changes: ConnectionState[] = [];
  bridge.onChange((state) => changes.push(state));
  onTestFinished(() => {
    bridge.dispose();
  });
  await settle();
  return { bridge, changes };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

/** The socket opens, and Sarvi is at its other end. */
async function accept(index: number): Promise<void> {
  socket(index).accept();
  socket(index).receive('proof');
  await settle();
}

const socket = (index: number): TestSocket => {
  const found = TestSocket.all[index];
  if (!found) throw new Error(`There is no socket ${index}.`);
  return found;
};

test('calls wait for the socket, and answers find their calls by id', async () => {
  const { bridge } = await connect();
  const first = bridge.call('models.list', {});
  const second = bridge.call('engine.status', {});
  socket(0).accept();
  await settle();
  expect(socket(0).sent).toEqual([]);
  await accept(0);
  expect(socket(0).sent).toEqual([
    { id: 1, call: 'models.list', input: {} },
    { id: 2, call: 'engine.status', input: {} },
  ]);
  socket(0).receive({ id: 2, result: { ok: true, value: 'two' } });
  socket(0).receive({ id: 1, result: { ok: true, value: 'one' } });
  expect([await first, await second]).toEqual([
    { ok: true, value: 'one' },
    { ok: true, value: 'two' },
  ]);
});

test('events reach their listeners until they stop listening', async () => {
  const { bridge } = await connect();
  const heard: unknown[] = [];
  const stop = bridge.listen('models.changed', (models) => heard.push(models));
  await accept(0);
  socket(0).receive({ event: 'models.changed', payload: [] });
  socket(0).receive({ event: 'settings.changed', payload: {} });
  stop();
  socket(0).receive({ event: 'models.changed', payload: ['late'] });
  expect(heard).toEqual([[]]);
});

test('a call under way when the socket falls answers connection-lost; one made after it waits for the next socket', async () => {
  const { bridge, changes } = await connect();
  await accept(0);
  const lost = bridge.call('models.list', {});
  socket(0).close();
  expect(await lost).toMatchObject({ ok: false, error: { code: 'connection-lost' } });
  const waiting = bridge.call('engine.status', {});
  await vi.advanceTimersByTimeAsync(300);
  await accept(1);
  expect(socket(1).sent).toEqual([{ id: 2, call: 'engine.status', input: {} }]);
  socket(1).receive({ id: 2, result: { ok: true, value: null } });
  expect(await waiting).toEqual({ ok: true, value: null });
  expect(changes).toEqual(['lost', 'standing']);
});

test('the pauses between tries grow, up to eight seconds', async () => {
  await connect();
  await accept(0);
  const pauses = [300, 600, 1200, 2400, 4800, 8000, 8000];
  for (const [index, pause] of pauses.entries()) {
    socket(index).close();
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(TestSocket.all).toHaveLength(index + 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(TestSocket.all).toHaveLength(index + 2);
  }
});

test('a call gives up when no socket comes', async () => {
  const { bridge } = await connect();
  const result = bridge.call('models.list', {});
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await result).toMatchObject({ ok: false, error: { code: 'connection-lost' } });
});

test('sends nothing to a server that proves nothing, and hears nothing from it', async () => {
  const { bridge, changes } = await connect();
  const heard: unknown[] = [];
  bridge.listen('models.changed', (models) => heard.push(models));
  void bridge.call('models.list', {});
  socket(0).accept();
  socket(0).receive({ event: 'models.changed', payload: [] });
  socket(0).receive({ id: 1, result: { ok: true, value: [] } });
  await settle();
  expect([socket(0).sent, heard, changes]).toEqual([[], [], ['lost']]);
  await vi.advanceTimersByTimeAsync(300);
  socket(1).accept();
  socket(1).receive('proof');
  // Frames that come while the proof is being checked are not lost.
  socket(1).receive({ event: 'models.changed', payload: ['one'] });
  await settle();
  expect([socket(1).sent, heard]).toEqual([[{ id: 1, call: 'models.list', input: {} }], [['one']]]);
});

test('says that the page is not known, and looks again', async () => {
  refusals = [new NotAdmitted(), new NotAdmitted(), new TypeError('nobody there')];
  const { bridge, changes } = await connect();
  let stood = false;
  void bridge.standing().then(() => (stood = true));
  await vi.advanceTimersByTimeAsync(300 + 600);
  expect([changes, TestSocket.all.length]).toEqual([['refused', 'refused', 'lost'], 0]);
  await vi.advanceTimersByTimeAsync(1200);
  expect(stood).toBe(false);
  await accept(0);
  expect([changes.at(-1), stood]).toEqual(['standing', true]);
});
