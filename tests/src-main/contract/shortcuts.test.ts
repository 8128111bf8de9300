import * as v from 'valibot';
import { expect, test } from 'vitest';
import { DEFAULT_SHORTCUTS, ShortcutKeys } from '#contract/shortcuts';

const accepts = (keys: string) => v.is(ShortcutKeys, { search: keys });

test('keys are modifiers in one order and a key, or nothing', () => {
  expect(
    ['', 'Mod+K', 'Mod+Alt+Shift+Ä', 'F8', '?', 'Mod++', ...Object.values(DEFAULT_SHORTCUTS)].filter(
      (keys) => !accepts(keys),
    ),
  ).toEqual([]);
  expect(
    ['k', 'Shift+Mod+K', 'Mod+', 'Ctrl+K', 'Mod+ ', `Mod+${'K'.repeat(40)}`, 'Mod+\u0007'].filter(accepts),
  ).toEqual([]);
  expect(v.is(ShortcutKeys, { fly: 'Mod+F' })).toBe(false);
});
