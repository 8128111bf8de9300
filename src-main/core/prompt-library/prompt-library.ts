import type { CallOutput, HandlerInput } from '#contract/contract';
import { SarviError } from '#contract/errors';
import {
  MOST_PROMPT_FILE_BYTES,
  type ListedPrompt,
  type ListedVersion,
  type PromptList,
} from '#contract/prompt-library';
import { because } from '#contract/reasons';
import { safeFileName } from '../history/transfer/safe-file-name.ts';
import { parsePrompt } from './parse-prompt.ts';
import { parsePromptFileName, promptFileName, type PromptFileName } from './prompt-file-name.ts';
import { PromptFolder, type PromptFile } from './prompt-folder.ts';
import { SARVIS_PROMPTS, sarvisPrompt } from './sarvis/sarvis-prompts.ts';
import { writePrompt } from './write-prompt.ts';

/**
 * The prompts of the user, which are files that may change at any time, and those that come with Sarvi. A file hides
 * the one of Sarvi's that has its name and language.
 */
export class PromptLibrary {
  readonly folder: PromptFolder;
  readonly #onChange: () => void;
  #watched: readonly string[];
  /** Saves, removals and imports come one after the other, so that each sees what the one before has done. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(dataFolder: string, onChange: () => void) {
    this.folder = new PromptFolder(dataFolder);
    this.#onChange = onChange;
    this.#watched = [this.folder.path];
  }

  /** The folder, and the files that were last found in it. */
  get watched(): readonly string[] {
    return this.#watched;
  }

  /** Another program has changed something. */
  async refresh(): Promise<void> {
    const { names } = await this.folder.names();
    this.#watched = [this.folder.path, ...names.map((name) => this.folder.pathOf(name))];
    this.#onChange();
  }

  /** @throws SarviError `path-unreadable` */
  async list(): Promise<PromptList> {
    const { names, unread } = await this.folder.names();
    const versions = new Map<string, ListedVersion[]>();
    const add = (promptId: string, version: ListedVersion): void => {
      const others = versions.get(promptId) ?? [];
      if (!others.some(({ language }) => language === version.language)) {
        versions.set(promptId, [...others, version]);
      }
    };
    for (const name of names) add(name.promptId, await this.#listed(name));
    for (const name of SARVIS_PROMPTS.keys()) {
      const parsed = parsePromptFileName(name);
      if (parsed) add(parsed.promptId, listedOf(parsed, sarvisPrompt(parsed) ?? '', 'sarvi'));
    }
    const prompts: ListedPrompt[] = [...versions].map(([id, its]) => ({ id, versions: its }));
    return { prompts, folder: this.folder.path, unread };
  }

  /** @throws SarviError `prompt-unknown`, `prompt-refused`, `path-unreadable` */
  async open(name: PromptFileName): Promise<CallOutput<'promptlibrary.open'>> {
    const { text, digest } = await this.#source(name);
    const { content, faults } = parsePrompt(text, name.promptId);
    return { content, faults: [...faults], digest };
  }

  /** The file as it is. @throws as `open` */
  async source(name: PromptFileName): Promise<{ name: string; text: string }> {
    return { name: promptFileName(name), text: (await this.#source(name)).text };
  }

  /** @throws SarviError `prompt-changed`, `prompt-refused`, `write-failed`, `disk-full` */
  save(input: HandlerInput<'promptlibrary.save'>): Promise<string> {
    return this.change(async () => {
      const { language, content, digest } = input;
      const promptId = input.promptId ?? (await this.#newId(content.title));
      const name = { promptId, language };
      const file = input.promptId === null ? null : await this.folder.read(name);
      const isKnown = input.promptId === null || (await this.#hasAnyOf(promptId));
      if (!isKnown || (file?.digest ?? null) !== digest) {
        throw new SarviError('prompt-changed', { name: promptFileName(name) });
      }
      const before = file?.text ?? sarvisPrompt(name);
      const text = writePrompt(content, before === null ? [] : parsePrompt(before, promptId).others);
      requireFit(name, text);
      await this.folder.write(name, text);
      return promptId;
    });
  }

  /** @throws SarviError `prompt-unknown`, `path-unreadable` */
  remove(name: PromptFileName): Promise<void> {
    return this.change(async () => {
      const { names } = await this.folder.names();
      if (!names.some((other) => promptFileName(other) === promptFileName(name))) throw unknown(name);
      await this.folder.remove(name);
    });
  }

  /** Runs a change after the changes before it, and tells of it. */
  async change<Value>(act: () => Promise<Value>): Promise<Value> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => undefined);
    const value = await done;
    await this.refresh();
    return value;
  }

  /** Every version that can be read, by its file's name, and how many cannot. */
  async sources(): Promise<{ files: Map<string, string>; leftOut: number }> {
    const { names, unread } = await this.folder.names();
    const files = new Map([...SARVIS_PROMPTS]);
    let leftOut = unread;
    for (const name of names) {
      const file = await this.#readable(name);
      if (file instanceof SarviError || file === null) leftOut += 1;
      else files.set(promptFileName(name), file.text);
    }
    return { files, leftOut };
  }

  async #source(name: PromptFileName): Promise<{ text: string; digest: string | null }> {
    const file = await this.folder.read(name);
    if (file) return file;
    const text = sarvisPrompt(name);
    if (text === null) throw unknown(name);
    return { text, digest: null };
  }

  async #readable(name: PromptFileName): Promise<PromptFile | SarviError | null> {
    return this.folder.read(name).catch((error: unknown) => SarviError.from(error));
  }

  /** A file that cannot be read is listed with the reason. */
  async #listed(name: PromptFileName): Promise<ListedVersion> {
    const file = await this.#readable(name);
    if (file !== null && !(file instanceof SarviError)) return listedOf(name, file.text, originOf(name));
    const reason = file === null ? because('cannot-be-read') : String(file.details['reason'] ?? file.message);
    const { promptId: title, language } = name;
    return { language, title, about: '', group: '', origin: originOf(name), faults: [{ line: 0, reason }] };
  }

  async #hasAnyOf(promptId: string): Promise<boolean> {
    const { names } = await this.folder.names();
    const ids = [...names, ...[...SARVIS_PROMPTS.keys()].map(parsePromptFileName)].map((name) => name?.promptId);
    return ids.includes(promptId);
  }

  async #newId(title: string): Promise<string> {
    const { names } = await this.folder.names();
    return newPromptId(title, takenIds(names));
  }
}

/** Ids that are in use, as `newPromptId` takes them. */
export function takenIds(names: readonly PromptFileName[]): Map<string, number> {
  const sarvis = [...SARVIS_PROMPTS.keys()].flatMap((name) => parsePromptFileName(name) ?? []);
  return new Map([...names, ...sarvis].map(({ promptId }) => [promptId.normalize('NFKC').toLowerCase(), 2]));
}

/** An id that every system takes as a file's name, and that no other prompt has. */
export function newPromptId(title: string, taken: Map<string, number>): string {
  // `x.fi` would be read as the Finnish version of `x`.
  return safeFileName(title.replace(/\.(?=(?:fi|en)[.\s]*$)/i, ' '), 'prompt', '', taken);
}

/** @throws SarviError `prompt-refused` */
export function requireFit(name: PromptFileName, text: string): void {
  if (Buffer.byteLength(text) <= MOST_PROMPT_FILE_BYTES) return;
  const reason = because('larger-than', { bytes: MOST_PROMPT_FILE_BYTES });
  throw new SarviError('prompt-refused', { name: promptFileName(name), reason });
}

function originOf(name: PromptFileName): ListedVersion['origin'] {
  return sarvisPrompt(name) === null ? 'user' : 'changed';
}

function listedOf(
  { promptId, language }: PromptFileName,
  text: string,
  origin: ListedVersion['origin'],
): ListedVersion {
  const { content, faults } = parsePrompt(text, promptId);
  const { title, about, group } = content;
  return { language, title, about, group, origin, faults: [...faults] };
}

function unknown(name: PromptFileName): SarviError {
  return new SarviError('prompt-unknown', { name: promptFileName(name) });
}
