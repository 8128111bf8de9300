/** Reading, writing and sharing the prompts of the library. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS } from './declared-errors.ts';
import { ABSOLUTE_PATH, Count, FilePath } from './primitives.ts';
import {
  MOST_PROMPT_FILE_BYTES,
  MOST_PROMPT_FILES,
  PromptContent,
  PromptFault,
  PromptId,
  PromptLanguage,
  PromptList,
} from './prompt-library.ts';

/** The first half of a file's SHA-256, so that a change by another program is noticed before it is overwritten. */
const Digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

export const listPrompts = call('promptlibrary.list', {
  input: v.strictObject({}),
  output: PromptList,
  errors: codesOf(FILE_ERRORS),
});

export const openPrompt = call('promptlibrary.open', {
  input: v.strictObject({ promptId: PromptId, language: PromptLanguage }),
  output: v.strictObject({
    content: PromptContent,
    faults: v.array(PromptFault),
    /** Null for one that comes with Sarvi. */
    digest: v.nullable(Digest),
  }),
  errors: codesOf(FILE_ERRORS, ['prompt-unknown', 'prompt-refused']),
});

/**
 * Writes one version. Without an id, or in a language that the prompt does not have, it is a new file; a prompt that
 * comes with Sarvi is copied and then hidden by its copy.
 */
export const savePrompt = call('promptlibrary.save', {
  input: v.strictObject({
    promptId: v.nullable(PromptId),
    language: PromptLanguage,
    content: PromptContent,
    /** Of the file as it was opened; null where there was none. */
    digest: v.nullable(Digest),
  }),
  output: v.strictObject({ promptId: PromptId }),
  errors: codesOf(FILE_ERRORS, ['prompt-changed', 'prompt-refused', 'data-folder-gone']),
});

/** Deletes the file of one version. */
export const removePrompt = call('promptlibrary.remove', {
  input: v.strictObject({ promptId: PromptId, language: PromptLanguage }),
  output: v.null(),
  errors: codesOf(FILE_ERRORS, ['prompt-unknown', 'data-folder-gone']),
});

/** Takes files in. A name that is taken gets a number; a file that is there already is passed over. */
export const importPrompts = call('promptlibrary.import', {
  input: v.strictObject({
    files: v.pipe(
      v.array(
        v.strictObject({
          name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1000)),
          text: v.pipe(v.string(), v.maxLength(MOST_PROMPT_FILE_BYTES)),
        }),
      ),
      v.nonEmpty(),
      v.maxLength(MOST_PROMPT_FILES),
    ),
  }),
  output: v.strictObject({
    added: Count,
    alreadyThere: Count,
    refused: v.array(v.strictObject({ name: v.string(), reason: v.string() })),
  }),
  errors: codesOf(FILE_ERRORS, ['data-folder-gone']),
});

/** Writes a new folder with every prompt, those of Sarvi among them. */
export const exportPrompts = call('promptlibrary.export', {
  input: v.strictObject({ path: v.pipe(FilePath, v.regex(ABSOLUTE_PATH)) }),
  /** Files that cannot be read are left out. */
  output: v.strictObject({ path: FilePath, files: Count, leftOut: Count }),
  errors: codesOf(FILE_ERRORS, ['path-exists', 'path-own-data']),
});

/** The text of one file, to be saved or shared. */
export const promptSource = call('promptlibrary.source', {
  input: v.strictObject({ promptId: PromptId, language: PromptLanguage }),
  output: v.strictObject({ name: v.string(), text: v.string() }),
  errors: codesOf(FILE_ERRORS, ['prompt-unknown', 'prompt-refused']),
});

/** A file has changed, by Sarvi or by another program. */
export const promptsChanged = event('promptlibrary.changed', v.null());
