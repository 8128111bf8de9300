/** What is in the CUDA package of a release: a file of the release beside the archive, signed with it by the feed. */
import * as v from 'valibot';
import type { FeedFile, UpdateFeed } from '#contract/updates';

/** Some thirty files take three kilobytes. */
export const MOST_LIST_BYTES = 64 * 1024;
const MOST_FILES = 200;

/** A relative path with `/`, none of whose parts begins with a dot. */
const Name = v.pipe(v.string(), v.maxLength(200), v.regex(/^\w[\w.-]*(?:\/\w[\w.-]*){0,3}$/));

export const ListedFile = v.object({
  name: Name,
  sizeBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
export type ListedFile = v.InferOutput<typeof ListedFile>;

export const PackageList = v.object({
  form: v.literal(1),
  /** The version of node-llama-cpp that loads these libraries, and no other one. */
  libraries: v.pipe(v.string(), v.regex(/^\d[\w.-]{0,63}$/)),
  files: v.pipe(v.array(ListedFile), v.minLength(1), v.maxLength(MOST_FILES)),
});
export type PackageList = v.InferOutput<typeof PackageList>;

export interface FeedFiles {
  readonly list: FeedFile;
  readonly archive: FeedFile;
}

/** The two files of the package in a feed; null for a system that has none. */
export function packageIn(feed: UpdateFeed, platform: string, arch: string): FeedFiles | null {
  const find = (kind: string): FeedFile | undefined =>
    feed.files.find((file) => file.kind === kind && file.platform === platform && file.arch === arch);
  const [list, archive] = [find('cuda-list'), find('cuda')];
  return list === undefined || archive === undefined ? null : { list, archive };
}

export function sizeOf({ files }: Pick<PackageList, 'files'>): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
