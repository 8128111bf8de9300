/**
 * The signed feed: `{ "feed": "<JSON as text>", "signature": "<base64>" }`. The signature is Ed25519 over the text as it
 * stands there, with a line before it that no other file has. Nothing in the text is read before the signature has
 * been found good.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { UpdateFeed } from '#contract/updates';
import { parseOrNull } from '../parse-or-null.ts';

/** Keeps a signature of anything else from being taken for one of a feed. */
export const SIGNED_PREFIX = 'sarvi update feed 1\n';

/** A list of a release's files takes a few kilobytes. */
export const MOST_FEED_BYTES = 512 * 1024;

const Envelope = v.strictObject({ feed: v.string(), signature: v.pipe(v.string(), v.base64()) });

/** @param publicKey - Ed25519, as base64 of its SubjectPublicKeyInfo. @throws Error for another kind of key */
export function readPublicKey(publicKey: string): KeyObject {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`this key is ${key.asymmetricKeyType} and not ed25519`);
  return key;
}

/** @throws SarviError `update-refused` */
export function readFeed(text: string, publicKey: string): UpdateFeed {
  if (text.length > MOST_FEED_BYTES) throw refused(because('feed-too-large'));
  const envelope = v.safeParse(Envelope, parseOrNull(text));
  if (!envelope.success) throw refused(because('feed-malformed'));
  const { feed, signature } = envelope.output;
  const signed = Buffer.from(SIGNED_PREFIX + feed);
  if (!verify(null, signed, readPublicKey(publicKey), Buffer.from(signature, 'base64'))) {
    throw refused(because('feed-signature-wrong'));
  }
  const fields = parseOrNull(feed);
  const form = v.safeParse(v.object({ form: v.number() }), fields);
  if (form.success && form.output.form !== 1) throw refused(because('feed-newer-form'));
  const read = v.safeParse(UpdateFeed, fields);
  if (!read.success) throw refused(because('feed-malformed'));
  return read.output;
}

export function refused(reason: Reason): SarviError {
  return new SarviError('update-refused', { reason });
}
