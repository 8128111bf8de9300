import { sign } from 'node:crypto';
import { expect, it } from 'vitest';
import type { UpdateFeed } from '#contract/updates';
import { compareVersions } from '../../../../src-main/core/updates/compare-versions.ts';
import { readFeed, readPublicKey } from '../../../../src-main/core/updates/feed.ts';
import { feedKeys, feedOf, signFeed } from '../../../builders/update-feed.ts';
import { randomOf } from '../../../builders/random.ts';

const keys = feedKeys();
const refusal = (text: string, publicKey = keys.publicKey): string => {
  try {
    readFeed(text, publicKey);
    return 'taken';
  } catch (error) {
    return (error as Error).message;
  }
};

it('reads what its own key signed', () => {
  expect(readFeed(signFeed(feedOf(), keys), keys.publicKey)).toEqual(feedOf());
});

it('takes fields and kinds of a later Sarvi, and passes over the fields', () => {
  const [file] = feedOf().files;
  const later = { ...feedOf(), more: 1, files: [{ ...file, kind: 'hologram', more: 2 }] };
  expect(readFeed(signFeed(later, keys), keys.publicKey)).toEqual({
    ...feedOf(),
    files: [{ ...file, kind: 'hologram' }],
  });
});

it('refuses another key, a changed text and a signature of something else', () => {
  const signed = signFeed(feedOf(), keys);
  expect(refusal(signFeed(feedOf(), feedKeys()))).toContain('signature');
  expect(refusal(signed, feedKeys().publicKey)).toContain('signature');
  expect(refusal(signed.replace('9.1.0', '9.1.1'))).toContain('signature');
  expect(refusal(signed.replace(/"signature":"[^"]+"/, '"signature":""'))).toContain('signature');
  const text = JSON.stringify(feedOf());
  const bare = sign(null, Buffer.from(text), keys.privateKey).toString('base64');
  expect(refusal(JSON.stringify({ feed: text, signature: bare }))).toContain('signature');
});

it('takes no feed of which a single bit was changed', () => {
  const random = randomOf(7);
  const signed = Buffer.from(signFeed(feedOf(), keys));
  for (let round = 0; round < 500; round += 1) {
    const changed = Buffer.from(signed);
    const at = Math.floor(random() * changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    // Base64 has spare bits at its end that decode to the same signature.
    if (readSafely(changed.toString('latin1')) !== null)
      expect(readSafely(changed.toString('latin1'))).toEqual(feedOf());
  }
});

const readSafely = (text: string): UpdateFeed | null => {
  try {
    return readFeed(text, keys.publicKey);
  } catch {
    return null;
  }
};

it.each([
  ['no JSON', 'x'],
  ['a list', '[]'],
  ['nothing', ''],
  ['half of one', signFeed(feedOf(), keys).slice(0, -20)],
])('refuses %s', (_, text) => {
  expect(refusal(text)).toContain('the form that Sarvi knows');
});

it.each<[string, object]>([
  ['a version that is none', { version: '9.1' }],
  ['a version with a path', { version: '../9' }],
  ['a name with a folder', { files: [{ ...feedOf().files[0], name: '../x' }] }],
  ['a name of a hidden file', { files: [{ ...feedOf().files[0], name: '.profile' }] }],
  ['a name that ends in a dot', { files: [{ ...feedOf().files[0], name: 'x.' }] }],
  ['a short digest', { files: [{ ...feedOf().files[0], sha256: 'ab' }] }],
  ['a size below one', { files: [{ ...feedOf().files[0], sizeBytes: 0 }] }],
  ['no files', { files: [] }],
  ['a folder that is no address', { folder: 'x/' }],
])('refuses a signed feed with %s', (_, change) => {
  expect(refusal(signFeed({ ...feedOf(), ...change }, keys))).toContain('the form that Sarvi knows');
});

it('refuses a feed that is far too large, even a signed one', () => {
  expect(refusal(signFeed({ ...feedOf(), more: 'x'.repeat(600_000) }, keys))).toContain('far larger');
});

it('says that a signed feed of a later form is one', () => {
  expect(refusal(signFeed({ form: 2, anything: true }, keys))).toContain('a later Sarvi');
});

it('takes no key of another kind', () => {
  expect(() => readPublicKey('')).toThrow();
  expect(() => readPublicKey(Buffer.from('x').toString('base64'))).toThrow();
});

it('orders versions', () => {
  const ordered = [
    '0.1.0',
    '0.2.0-alpha',
    '0.2.0-alpha.1',
    '0.2.0-alpha.beta',
    '0.2.0-beta.2',
    '0.2.0-beta.11',
    '0.2.0',
  ];
  ordered.push('0.10.0', '1.0.0', '10.0.0');
  for (const [i, a] of ordered.entries()) {
    for (const [j, b] of ordered.entries()) expect(Math.sign(compareVersions(a, b))).toBe(Math.sign(i - j));
  }
});
