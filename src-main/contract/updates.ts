/** The feed of updates, as it is after its signature was checked (`core/updates/feed.ts`). */
import * as v from 'valibot';
import { Count } from './primitives.ts';

const MOST_FILES = 200;
const MOST_NOTES_LENGTH = 50_000;

/** `1.2.3` or `1.2.3-beta.1`: semantic versioning without build metadata. */
export const Version = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(/^(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/),
);

/** A plain name: it becomes the name of a file here and the end of an address. */
const FileName = v.pipe(v.string(), v.maxLength(150), v.regex(/^[0-9A-Za-z](?:[\w.+-]*[\w+-])?$/));

/** Lower-case hexadecimal. */
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** One file of a release. A feed of a newer Sarvi may have more fields and other kinds, which are passed over. */
export const FeedFile = v.object({
  name: FileName,
  sizeBytes: v.pipe(Count, v.minValue(1)),
  sha256: Sha256,
  /** `nsis`, `zip`, `dmg`, `appimage`, `deb`, `rpm`, `tar`, `cli`, `cuda`, and what a newer Sarvi may add. */
  kind: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  /** As `process.platform` and `process.arch` say it. */
  platform: v.picklist(['win32', 'darwin', 'linux']),
  arch: v.picklist(['x64', 'arm64']),
  /** A file with the list of this one's blocks (`core/updates/cut-blocks.ts`), for a download of what is new in it. */
  blocks: v.optional(v.object({ name: FileName, sizeBytes: Count, sha256: Sha256 })),
});
export type FeedFile = v.InferOutput<typeof FeedFile>;

export const UpdateFeed = v.object({
  form: v.literal(1),
  version: Version,
  /** When it was released: `2026-11-30`. It is shown and decides nothing. */
  released: v.pipe(v.string(), v.isoDate()),
  /** What is new, as Markdown. */
  notes: v.object({
    fi: v.pipe(v.string(), v.maxLength(MOST_NOTES_LENGTH)),
    en: v.pipe(v.string(), v.maxLength(MOST_NOTES_LENGTH)),
  }),
  /** Where its files are: an address that ends in `/`. */
  folder: v.pipe(v.string(), v.maxLength(1000), v.url(), v.endsWith('/')),
  files: v.pipe(v.array(FeedFile), v.minLength(1), v.maxLength(MOST_FILES)),
});
export type UpdateFeed = v.InferOutput<typeof UpdateFeed>;
