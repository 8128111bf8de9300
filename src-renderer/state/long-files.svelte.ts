import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Bridge, CallInput, CallOutput, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Passage, TextPart } from '#contract/passage-calls';
import { quoteFile } from '#contract/quote-file';
import type { Attachment } from './attachments.svelte.ts';

/** How a file goes into messages: as it is, by passages that a question finds, or by parts in their order. */
export type FileUse = 'whole' | 'search' | 'parts';

/** Shares of the window that passages or a part may take. */
export const SHARES = [0.2, 0.4, 0.6] as const;

interface CutFile {
  readonly parts: readonly TextPart[];
  /** By their starts. */
  readonly chosen: SvelteSet<number>;
  readonly sent: SvelteSet<number>;
}

type How = CallOutput<'passages.find'>['how'] | 'waiting';

/** A passage of one file. */
export interface FilePassage extends Passage {
  readonly file: Attachment;
}

/** Files that are too long for the window: what of them goes with the next message. */
export class LongFilesState {
  readonly #bridge: Bridge;
  readonly #uses = new SvelteMap<string, FileUse>();
  readonly #cut = new SvelteMap<string, CutFile>();
  readonly #refused = new SvelteSet<string>();
  readonly #textIds = new Map<string, string>();
  share = $state<number>(SHARES[1]);
  error = $state.raw<ErrorReport | null>(null);
  looking = $state(false);
  /** What the last search found, with those that the user's own words added. */
  passages = $state.raw<readonly FilePassage[]>([]);
  /** How they were found; `waiting` for a question. */
  how = $state<How>('waiting');
  /** What the user decided, against what the search chose. */
  readonly #decided = new SvelteMap<string, boolean>();
  /** What `passages` were looked for with. */
  #looked = '';
  #pending: { readonly key: string; readonly done: Promise<void> } | null = null;
  #looks = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  useOf({ id }: Attachment): FileUse {
    return this.#uses.get(id) ?? 'whole';
  }

  /** The model had no room for a message with these files; they are not sent whole again. */
  refuse(files: readonly Attachment[]): void {
    for (const { id } of files) this.#refused.add(id);
  }

  wasRefused({ id }: Attachment): boolean {
    return this.#refused.has(id);
  }

  use(file: Attachment, use: FileUse): void {
    this.#uses.set(file.id, use);
    this.#looked = '';
  }

  cutOf({ id }: Attachment): CutFile | null {
    return this.#cut.get(id) ?? null;
  }

  /** Cuts a file; the first part is chosen. */
  async cut(file: Attachment, mostTokens: number): Promise<void> {
    const result = await this.#asked(file, 'passages.parts', (textId) => ({ textId, mostTokens }));
    this.error = result.ok ? null : result.error;
    if (!result.ok) return;
    const { parts } = result.value;
    const [first] = parts;
    const chosen = new SvelteSet(first ? [first.start] : []);
    this.#cut.set(file.id, { parts, chosen, sent: new SvelteSet() });
  }

  /** Looks for passages; nothing when the same was looked for last. Whoever asks for the same waits for the same. */
  async look(files: readonly Attachment[], question: string, mostTokens: number): Promise<void> {
    const searched = files.filter((file) => this.useOf(file) === 'search');
    const key = JSON.stringify([searched.map(({ id }) => id), question.trim(), mostTokens]);
    if (key === this.#looked) return;
    if (this.#pending?.key !== key) this.#pending = { key, done: this.#look(key, searched, question, mostTokens) };
    await this.#pending.done;
  }

  async #look(key: string, searched: readonly Attachment[], question: string, mostTokens: number): Promise<void> {
    const found = await this.#find(searched, question, mostTokens);
    if (this.#pending?.key === key) this.#pending = null;
    if (found === null) return;
    this.#looked = key;
    this.#decided.clear();
    this.passages = found.passages;
    this.how = found.how;
  }

  /** Adds what other words find; all of it is chosen as far as there is room. */
  async add(files: readonly Attachment[], words: string, mostTokens: number): Promise<boolean> {
    const searched = files.filter((file) => this.useOf(file) === 'search');
    const left = mostTokens - this.chosenTokens(files);
    const found = await this.#find(searched, words, Math.max(0, left));
    if (found?.how !== 'found') return false;
    const known = new Set(this.passages.map(keyOf));
    for (const passage of found.passages) if (passage.chosen) this.#decided.set(keyOf(passage), true);
    this.passages = [...this.passages, ...found.passages.filter((passage) => !known.has(keyOf(passage)))];
    return true;
  }

  isChosen(passage: FilePassage): boolean {
    return this.#decided.get(keyOf(passage)) ?? passage.chosen;
  }

  choose(passage: FilePassage, chosen: boolean): void {
    this.#decided.set(keyOf(passage), chosen);
  }

  chosenPassages(files: readonly Attachment[]): readonly FilePassage[] {
    return this.passages.filter((passage) => files.includes(passage.file) && this.isChosen(passage));
  }

  chosenTokens(files: readonly Attachment[]): number {
    return this.chosenPassages(files).reduce((sum, { tokens }) => sum + tokens, 0);
  }

  /** What goes into the message of these files, each piece with its place in its file. */
  quoted(files: readonly Attachment[]): string[] {
    return files.flatMap((file) => {
      const use = this.useOf(file);
      if (use === 'whole') return [file.quoted];
      const cut = this.cutOf(file);
      const pieces =
        use === 'search'
          ? this.chosenPassages(files).filter((passage) => passage.file === file)
          : (cut?.parts ?? []).filter(({ start }) => cut?.chosen.has(start));
      return joined(pieces).map(({ start, end }) => {
        const place = `[${start + 1}–${end} / ${file.text.length}]`;
        return quoteFile(`${file.name} ${place}`, file.text.slice(start, end));
      });
    });
  }

  /** The parts of a sent message are marked, and the next one is chosen. */
  sent(files: readonly Attachment[]): void {
    this.#looked = '';
    this.passages = [];
    this.how = 'waiting';
    this.#decided.clear();
    for (const file of files) {
      const cut = this.useOf(file) === 'parts' ? this.cutOf(file) : null;
      if (cut === null || cut.chosen.size === 0) continue;
      const last = Math.max(...cut.chosen);
      for (const start of cut.chosen) cut.sent.add(start);
      cut.chosen.clear();
      const next = cut.parts.find(({ start }) => start > last);
      if (next) cut.chosen.add(next.start);
    }
  }

  async #find(
    files: readonly Attachment[],
    question: string,
    mostTokens: number,
  ): Promise<{ how: How; passages: FilePassage[] } | null> {
    this.#looks += 1;
    const look = this.#looks;
    // Without a question nothing goes along: an empty message is not sent by a press too many.
    if (files.length === 0 || question.trim() === '') {
      this.looking = false;
      return { how: 'waiting', passages: [] };
    }
    this.looking = true;
    const result = await this.#askedOfAll(files, (textIds) => ({ textIds, question, mostTokens }));
    if (look !== this.#looks) return null;
    this.looking = false;
    this.error = result.ok ? null : result.error;
    if (!result.ok) return null;
    const byText = new Map(files.map((file) => [this.#textIds.get(file.id), file]));
    const passages = result.value.passages.flatMap((passage) => {
      const file = byText.get(passage.textId);
      return file ? [{ ...passage, file }] : [];
    });
    return { how: result.value.how, passages };
  }

  async #askedOfAll(
    files: readonly Attachment[],
    inputOf: (textIds: string[]) => CallInput<'passages.find'>,
  ): Promise<Result<CallOutput<'passages.find'>>> {
    return this.#again(files, (textIds) => this.#bridge.call('passages.find', inputOf([...new Set(textIds)])));
  }

  async #asked(
    file: Attachment,
    name: 'passages.parts',
    inputOf: (textId: string) => CallInput<'passages.parts'>,
  ): Promise<Result<CallOutput<'passages.parts'>>> {
    return this.#again([file], ([textId = '']) => this.#bridge.call(name, inputOf(textId)));
  }

  /** The core forgets texts after a while; they are then opened again, once. */
  async #again<Value>(
    files: readonly Attachment[],
    ask: (textIds: string[]) => Promise<Result<Value>>,
  ): Promise<Result<Value>> {
    const known = files.map(({ id }) => this.#textIds.get(id)).filter((id) => id !== undefined);
    if (known.length === files.length) {
      const result = await ask(known);
      if (result.ok || result.error.code !== 'document-unknown') return result;
    }
    const opened: string[] = [];
    for (const { id, text } of files) {
      const result = await this.#bridge.call('passages.open', { text });
      if (!result.ok) return result;
      this.#textIds.set(id, result.value.textId);
      opened.push(result.value.textId);
    }
    return ask(opened);
  }
}

function keyOf({ textId, start }: Passage): string {
  return `${textId} ${start}`;
}

/** In the order of the file; neighbours become one. */
function joined(pieces: readonly { readonly start: number; readonly end: number }[]): { start: number; end: number }[] {
  const rows: { start: number; end: number }[] = [];
  for (const { start, end } of [...pieces].sort((a, b) => a.start - b.start)) {
    const last = rows.at(-1);
    if (last?.end === start) last.end = end;
    else rows.push({ start, end });
  }
  return rows;
}
