import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { updateValues } from '../../../scripts/package/update-values.ts';
import { builtInUpdateSource } from '../../../src-main/shells/update-source.ts';
import { feedKeys } from '../../builders/update-feed.ts';

const { publicKey } = feedKeys();
const FEED = 'https://releases.example/feed.json';
const LOCAL = 'http://127.0.0.1:8080/feed.json';

it('puts the address and the key into the program as text, or nothing', () => {
  expect(updateValues({ SARVI_UPDATE_FEED: FEED, SARVI_UPDATE_KEY: publicKey })).toEqual({
    SARVI_UPDATE_FEED: `"${FEED}"`,
    SARVI_UPDATE_KEY: `"${publicKey}"`,
  });
  // Secrets that are absent are empty in the release workflow.
  for (const none of [{}, { SARVI_UPDATE_FEED: '', SARVI_UPDATE_KEY: '' }]) {
    expect(updateValues(none)).toEqual({ SARVI_UPDATE_FEED: '""', SARVI_UPDATE_KEY: '""' });
  }
});

it.each([
  ['an address without a key', { SARVI_UPDATE_FEED: FEED }, 'together'],
  ['a key without an address', { SARVI_UPDATE_KEY: publicKey }, 'together'],
  [
    'an address that anyone on the way can change',
    { SARVI_UPDATE_FEED: 'http://releases.example/', SARVI_UPDATE_KEY: publicKey },
    'https:',
  ],
  [
    "an address of the builder's own computer in the workflow",
    { SARVI_UPDATE_FEED: LOCAL, SARVI_UPDATE_KEY: publicKey, CI: 'true' },
    'https:',
  ],
  ['no address', { SARVI_UPDATE_FEED: 'releases', SARVI_UPDATE_KEY: publicKey }, 'Invalid URL'],
  ['a key of another kind', { SARVI_UPDATE_FEED: FEED, SARVI_UPDATE_KEY: x25519() }, 'not ed25519'],
])('builds no program with %s', (_, environment, reason) => {
  expect(() => updateValues(environment)).toThrow(reason);
});

it('nothing in the environment of a running program stands in for what was built in', () => {
  Object.assign(process.env, { SARVI_UPDATE_FEED: FEED, SARVI_UPDATE_KEY: publicKey });
  try {
    expect(builtInUpdateSource()).toBeNull();
  } finally {
    delete process.env['SARVI_UPDATE_FEED'];
    delete process.env['SARVI_UPDATE_KEY'];
  }
});

function x25519(): string {
  return generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
}
