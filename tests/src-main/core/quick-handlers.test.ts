import { expect, test, vi } from 'vitest';
import type { Conversation } from '#contract/conversations';
import { MOST_CLIPBOARD_CHARACTERS } from '#contract/quick-calls';
import type { QuickWindowPort } from '../../../src-main/core/ports.ts';
import { quickHandlers } from '../../../src-main/core/quick-handlers.ts';

function portWith(clipboard: string | null) {
  return {
    status: { shortcut: 'off', isWayland: false, command: 'sarvi-desktop --quick' },
    onChange: vi.fn(),
    show: vi.fn(),
    hide: vi.fn(),
    readClipboard: () => Promise.resolve(clipboard),
    showConversation: vi.fn(),
  } satisfies QuickWindowPort;
}

const keep = () => Promise.resolve({ id: 'kept' } as Conversation);

test('takes text of the clipboard up to its bound, and no more', async () => {
  const read = async (text: string | null) => quickHandlers(portWith(text), keep)['quick.readClipboard']({});
  expect(await read(' hei\n')).toEqual({ text: ' hei\n' });
  expect([await read(''), await read(' \n'), await read(null)]).toEqual([
    { text: null },
    { text: null },
    { text: null },
  ]);
  const longest = 'x'.repeat(MOST_CLIPBOARD_CHARACTERS);
  expect((await read(longest)).text?.length).toBe(MOST_CLIPBOARD_CHARACTERS);
  await expect(read(`${longest}x`)).rejects.toMatchObject({ code: 'clipboard-too-long' });
});

test('a conversation that continues is shown in the main window after it was kept', async () => {
  const port = portWith(null);
  await quickHandlers(port, keep)['quick.continue']({ conversationId: 'temporary.quick.1' });
  expect(port.showConversation.mock.calls).toEqual([['kept']]);
  expect(port.hide).toHaveBeenCalledOnce();
  const refuses = () => Promise.reject(new Error('an answer is being written'));
  await expect(
    quickHandlers(port, refuses)['quick.continue']({ conversationId: 'temporary.quick.1' }),
  ).rejects.toThrow();
  expect(port.hide).toHaveBeenCalledOnce();
});

test('without a quick window there is no status, and every act is refused', async () => {
  const handlers = quickHandlers(null, keep);
  expect(await handlers['quick.status']({})).toBeNull();
  for (const name of ['quick.show', 'quick.hide', 'quick.readClipboard'] as const) {
    await expect(handlers[name]({}), name).rejects.toMatchObject({ code: 'unsupported-in-shell' });
  }
});
