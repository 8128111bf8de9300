import { expect, it } from 'vitest';
import { modelFileIn } from '../../../../src-main/shells/electron/model-file-in.ts';

it.each([
  [['/tmp/a.gguf'], '/tmp/a.gguf'],
  [['--flag', 'C:\\mallit\\Ä b.GGUF'], 'C:\\mallit\\Ä b.GGUF'],
  [['a.gguf', 'b.gguf'], 'b.gguf'],
  [['--open=evil.gguf'], null],
  [['notes.txt', '.'], null],
  [[], null],
])('finds the model file among %j', (args, path) => {
  expect(modelFileIn(args)).toBe(path);
});
