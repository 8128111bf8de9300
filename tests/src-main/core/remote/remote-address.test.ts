import { expect, test } from 'vitest';
import { readAddress, textOfAddress } from '../../../../src-main/core/remote/remote-address.ts';

test.each([
  ['localhost:8000', 'http://localhost:8000', false],
  ['  127.0.0.1:11434/v1/ ', 'http://127.0.0.1:11434', false],
  ['gpu.example.fi', 'https://gpu.example.fi', false],
  ['https://gpu.example.fi:443/v1', 'https://gpu.example.fi', false],
  ['http://gpu.example.fi:8000', 'http://gpu.example.fi:8000', true],
  ['http://[::1]:8000/v1', 'http://[::1]:8000', false],
  ['https://example.fi/llm//v1/', 'https://example.fi/llm', false],
  ['http://127.0.0.1.example.fi', 'http://127.0.0.1.example.fi', true],
  ['http://localhost.example.fi', 'http://localhost.example.fi', true],
  ['http://0.0.0.0:8000', 'http://0.0.0.0:8000', true],
  ['http://2130706433:80', 'http://127.0.0.1', false],
])('%s is %s', (written, text, isPlain) => {
  const address = readAddress(written);
  expect({ text: textOfAddress(address), isPlain: address.isPlain }).toEqual({ text, isPlain });
});

test.each([
  ['', 'address-malformed'],
  ['a b', 'address-malformed'],
  ['http://', 'address-malformed'],
  ['ftp://example.fi', 'address-scheme'],
  ['file:///etc/passwd', 'address-malformed'],
  ['https://user:secret@example.fi', 'address-with-user'],
  ['https://example.fi/?key=secret', 'address-with-query'],
  ['https://example.fi/#x', 'address-with-query'],
])('%j is refused', (written, reason) => {
  expect(() => readAddress(written)).toThrow(
    expect.objectContaining({
      code: 'remote-address-refused',
      details: expect.objectContaining({ reason }) as unknown,
    }),
  );
});

test('a refused address does not repeat a password', () => {
  expect(() => readAddress('https://user:secret@example.fi')).toThrow(/^(?!.*secret)/s);
});
