import { expect, test } from 'vitest';
import { reasonText } from '#contract/reasons';
import { describeExit } from '../../../../src-main/core/engine/describe-exit.ts';

test.each([
  [{ code: null, signal: 'SIGKILL', errorTail: '' }, /from outside/],
  [{ code: null, signal: 'SIGSEGV', errorTail: '' }, /illegal memory access/],
  [{ code: 3221225477, signal: null, errorTail: '' }, /illegal memory access/],
  [{ code: -1073741819, signal: null, errorTail: '' }, /illegal memory access/],
  [{ code: null, signal: 'SIGBUS', errorTail: '' }, /model file/],
  [
    { code: null, signal: 'SIGABRT', errorTail: 'x\n/ggml.c:12: GGML_ASSERT(n > 0) failed\n' },
    /gave up: .*GGML_ASSERT/,
  ],
  [{ code: null, signal: 'SIGABRT', errorTail: 'FATAL ERROR: JavaScript heap out of memory' }, /ran out of memory/],
  [{ code: 0, signal: null, errorTail: '' }, /closed by itself/],
  [
    {
      code: 1,
      signal: null,
      errorTail: 'f.js:1\nthrow x\n\nTypeError: no such thing\n    at f (f.js:1:1)\n\nNode.js v24.1.0\n',
    },
    /^no such thing$/,
  ],
  [{ code: 9, signal: null, errorTail: '' }, /gave no reason/],
])('%j is told in words', (exit, words) => {
  expect(reasonText(describeExit(exit), 'en')).toMatch(words);
});
