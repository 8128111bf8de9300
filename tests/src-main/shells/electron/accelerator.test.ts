import { expect, test } from 'vitest';
import { acceleratorOf } from '../../../../src-main/shells/electron/accelerator.ts';

test('writes keys as Electron does', () => {
  const written = {
    'Mod+Shift+O': 'CommandOrControl+Shift+O',
    'Mod+,': 'CommandOrControl+,',
    'Mod++': 'CommandOrControl+Plus',
    'Mod+Shift+Space': 'CommandOrControl+Shift+Space',
    'Alt+Shift+ArrowUp': 'Alt+Shift+Up',
    'Mod+Alt+PageDown': 'CommandOrControl+Alt+PageDown',
    '?': '?',
    F5: 'F5',
  };
  expect(Object.fromEntries(Object.keys(written).map((keys) => [keys, acceleratorOf(keys)]))).toEqual(written);
});
