import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
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
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function connect(): { bridge: SocketBridge; changes: boolean[] } {
  const bridge = new SocketBridge('ws://localhost/bridge');
  const changes: boolean[] = [];
  bridge.onChange((connected) => changes.push(connected));
  onTestFinished(() => {
    bridge.dispose();
  });
  return { bridge, changes };
}

const socket = (index: number): TestSocket => {
  const found = TestSocket.all[index];
  if (!found) throw new Error(`There is no socket ${index}.`);
  return found;
};

test('calls wait for the socket, and answers find their calls by id', async () => {
  const { bridge } = connect();
  const first = bridge.call('models.list', {});
  const second = bridge.call('engine.status', {});
  expect(socket(0).sent).toEqual([]);
  socket(0).accept();
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

test('events reach their listeners until they stop listening', () => {
  const { bridge } = connect();
  const heard: unknown[] = [];
  const stop = bridge.listen('models.changed', (models) => heard.push(models));
  socket(0).accept();
  socket(0).receive({ event: 'models.changed', payload: [] });
  socket(0).receive({ event: 'settings.changed', payload: {} });
  stop();
  socket(0).receive({ event: 'models.changed', payload: ['late'] });
  expect(heard).toEqual([[]]);
});

test('a call under way when the socket falls answers connection-lost; one made after it waits for the next socket', async () => {
  const { bridge, changes } = connect();
  socket(0).accept();
  const lost = bridge.call('models.list', {});
  socket(0).close();
  expect(await lost).toMatchObject({ ok: false, error: { code: 'connection-lost' } });
  const waiting = bridge.call('engine.status', {});
  await vi.advanceTimersByTimeAsync(300);
  socket(1).accept();
  expect(socket(1).sent).toEqual([{ id: 2, call: 'engine.status', input: {} }]);
  socket(1).receive({ id: 2, result: { ok: true, value: null } });
  expect(await waiting).toEqual({ ok: true, value: null });
  expect(changes).toEqual([false, true]);
});

test('the pauses between tries grow, up to eight seconds', async () => {
  connect();
  socket(0).accept();
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
  const { bridge } = connect();
  const result = bridge.call('models.list', {});
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await result).toMatchObject({ ok: false, error: { code: 'connection-lost' } });
});
