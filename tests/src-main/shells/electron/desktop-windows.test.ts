import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DesktopWindows } from '../../../../src-main/shells/electron/desktop-windows.ts';

interface FakeQuick {
  isVisible: boolean;
  parts: { onHidden: () => void; onClosed: () => void };
}

const { app, mains, quicks, trays } = vi.hoisted(() => ({
  app: { on: vi.fn(), quit: vi.fn() },
  mains: [] as { window: EventEmitter; conversationId: string | null; sent: unknown[] }[],
  quicks: [] as FakeQuick[],
  trays: [] as { isShown: boolean }[],
}));

vi.mock('electron', () => ({ app }));
vi.mock('../../../../src-main/shells/electron/main-window.ts', () => ({
  openMainWindow: (_parts: unknown, conversationId: string | null) => {
    const sent: unknown[] = [];
    const window = Object.assign(new EventEmitter(), {
      ...{ isMinimized: () => false, restore: vi.fn(), focus: vi.fn() },
      webContents: { send: (...all: unknown[]) => void sent.push(all) },
    });
    mains.push({ window, conversationId, sent });
    return window;
  },
}));
vi.mock('../../../../src-main/shells/electron/quick-window.ts', () => ({
  QuickWindow: class {
    isVisible = false;
    readonly parts: FakeQuick['parts'];
    constructor(parts: FakeQuick['parts']) {
      this.parts = parts;
      quicks.push(this);
    }
    show(): void {
      this.isVisible = true;
    }
    hide(): void {
      this.isVisible = false;
      this.parts.onHidden();
    }
  },
}));
vi.mock('../../../../src-main/shells/electron/tray-icon.ts', () => ({
  TrayIcon: class {
    isShown = false;
    dispose = vi.fn();
    constructor() {
      trays.push(this);
    }
  },
}));

const TEN_MINUTES_MS = 600_000;

beforeEach(() => {
  vi.useFakeTimers();
  for (const list of [mains, quicks, trays]) list.length = 0;
  app.on.mockClear();
  app.quit.mockClear();
});
afterEach(() => void vi.useRealTimers());

function open(platform = 'linux') {
  const windows = new DesktopWindows({ platform } as never);
  const forgotten: unknown[] = [];
  let tell: (name: string) => void = () => undefined;
  windows.serve({
    listen: (listener) => {
      tell = (name) => listener(name as never, {} as never);
      return () => undefined;
    },
    forgetTemporary: (of) => {
      forgotten.push(of);
      return Promise.resolve();
    },
  });
  return { windows, forgotten, tell: (name: string) => tell(name) };
}

test('Sarvi ends with its main window, although the quick window is kept hidden', () => {
  const { windows } = open();
  windows.showMain();
  windows.showQuick();
  windows.quick.hide();
  mains[0]?.window.emit('closed');
  expect(app.quit).toHaveBeenCalledOnce();
});

test('it runs on for the quick window that is seen, and ends ten minutes after that was hidden', () => {
  const { windows, forgotten } = open();
  windows.showMain();
  windows.showQuick();
  mains[0]?.window.emit('closed');
  expect([app.quit.mock.calls.length, forgotten]).toEqual([0, ['other pages']]);
  windows.quick.hide();
  vi.advanceTimersByTime(TEN_MINUTES_MS - 1);
  windows.showQuick();
  vi.advanceTimersByTime(TEN_MINUTES_MS);
  expect(app.quit).not.toHaveBeenCalled();
  windows.quick.hide();
  vi.advanceTimersByTime(TEN_MINUTES_MS);
  expect(app.quit).toHaveBeenCalledOnce();
});

test('an answer for the hidden window is not cut off', () => {
  const { windows, tell } = open();
  windows.showQuick();
  windows.quick.hide();
  vi.advanceTimersByTime(TEN_MINUTES_MS - 1);
  tell('generation.changed');
  vi.advanceTimersByTime(TEN_MINUTES_MS - 1);
  tell('settings.changed');
  expect(app.quit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(app.quit).toHaveBeenCalledOnce();
});

test.for(['tray', 'darwin'])('with %s it runs on without a window, and forgets what its page showed', (kind) => {
  const { windows, forgotten } = open(kind === 'darwin' ? 'darwin' : 'linux');
  if (trays[0]) trays[0].isShown = kind === 'tray';
  windows.showMain();
  mains[0]?.window.emit('closed');
  windows.showQuick();
  windows.quick.hide();
  vi.advanceTimersByTime(TEN_MINUTES_MS);
  expect([app.quit.mock.calls.length, forgotten]).toEqual([0, ['other pages']]);
  if (kind === 'darwin') return;
  // The icon goes: nothing of Sarvi is seen then.
  if (trays[0]) trays[0].isShown = false;
  windows.followTray();
  vi.advanceTimersByTime(TEN_MINUTES_MS);
  expect(app.quit).toHaveBeenCalledOnce();
});

test('a closed quick window forgets its own question', () => {
  const { forgotten } = open();
  quicks[0]?.parts.onClosed();
  expect(forgotten).toEqual(['quick window']);
});

test('a conversation is shown in the main window that is there, else in a new one', () => {
  const { windows } = open();
  windows.showQuick();
  windows.showConversation('c1');
  expect(mains.map(({ conversationId }) => conversationId)).toEqual(['c1']);
  windows.showConversation('c2');
  expect(mains.length).toBe(1);
  expect(mains[0]?.sent).toEqual([['sarvi:event', 'quick.continued', { conversationId: 'c2' }]]);
});
