/** The prompt library: prompts that the user keeps as Markdown files, and those that come with Sarvi. */
import * as v from 'valibot';
import { Count, FilePath } from './primitives.ts';
import { MOST_BODY_LENGTH, MOST_FIELDS, PromptField } from './prompt-fields.ts';

/** Files beyond this are counted and not read. */
export const MOST_PROMPT_FILES = 500;
export const MOST_PROMPT_FILE_BYTES = 100_000;

/** A file's name without its language and ending; never a path, and no name that Windows refuses. */
export const PromptId = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^[^.\s/\\:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}][^/\\:*?"<>|\p{Cc}\p{Zl}\p{Zp}]*$/u),
);
/** The language of one version; null for a text that is for both. */
export const PromptLanguage = v.nullable(v.picklist(['fi', 'en']));
export type PromptLanguage = v.InferOutput<typeof PromptLanguage>;

const OneLine = v.pipe(v.string(), v.trim(), v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u));

/** What one file has. */
export const PromptContent = v.strictObject({
  title: v.pipe(OneLine, v.nonEmpty(), v.maxLength(120)),
  about: v.pipe(OneLine, v.maxLength(300)),
  /** A heading of the list, such as a line of work. */
  group: v.pipe(OneLine, v.maxLength(60)),
  fields: v.pipe(v.array(PromptField), v.maxLength(MOST_FIELDS)),
  body: v.pipe(v.string(), v.maxLength(MOST_BODY_LENGTH)),
});
export type PromptContent = v.InferOutput<typeof PromptContent>;

/** A line that could not be understood, counted from 1; 0 for the whole file. */
export const PromptFault = v.strictObject({ line: Count, reason: v.string() });
export type PromptFault = v.InferOutput<typeof PromptFault>;

export const ListedVersion = v.strictObject({
  language: PromptLanguage,
  title: v.string(),
  about: v.string(),
  group: v.string(),
  /** A file of the user's, one in place of a prompt of Sarvi's, or one that comes with Sarvi and has no file. */
  origin: v.picklist(['user', 'changed', 'sarvi']),
  faults: v.array(PromptFault),
});
export type ListedVersion = v.InferOutput<typeof ListedVersion>;

/** One prompt in one language or several. */
export const ListedPrompt = v.strictObject({ id: PromptId, versions: v.array(ListedVersion) });
export type ListedPrompt = v.InferOutput<typeof ListedPrompt>;

export const PromptList = v.strictObject({
  prompts: v.array(ListedPrompt),
  /** The folder of the files. */
  folder: FilePath,
  /** Files that are not read, because there are too many. */
  unread: Count,
});
export type PromptList = v.InferOutput<typeof PromptList>;
