import { SarviError, type ErrorReport } from '#contract/errors';
import type { Attachment } from '../state/attachments.svelte.ts';
import type { ChosenFiles } from './chosen-files.ts';
import { readAttachment } from './read-attachment.ts';

export interface Reading {
  readonly name: string;
  readonly abort: AbortController;
}

/** Reads files one after the other. What could not be read is kept until the user has seen it. */
export class FileReading {
  /** The file that is being read, and those that wait. */
  waiting = $state.raw<readonly Reading[]>([]);
  refused = $state.raw<readonly ErrorReport[]>([]);
  readonly #sizeText: (bytes: number) => string;

  readonly #report: (error: ErrorReport) => void;

  /**
   * @param sizeText - writes a size for people
   * @param report - tells of a file that was alone; of several, those that were refused are listed
   */
  constructor(sizeText: (bytes: number) => string, report: (error: ErrorReport) => void) {
    this.#sizeText = sizeText;
    this.#report = report;
  }

  /** @param onread - called with each file as it has been read */
  async read({ files, refused }: ChosenFiles, onread: (read: Attachment) => void | Promise<void>): Promise<void> {
    const added = files.map(({ file, path }) => ({ file, path, name: path, abort: new AbortController() }));
    this.waiting = [...this.waiting, ...added];
    const isAlone = files.length + refused.length === 1;
    const refuse = (error: ErrorReport): void => {
      if (isAlone) this.#report(error);
      else this.refused = [...this.refused, error];
    };
    for (const error of refused) refuse(error);
    for (const one of added) {
      const { signal } = one.abort;
      try {
        if (!signal.aborted) await onread(await readAttachment(one.file, this.#sizeText, signal, one.path));
      } catch (error) {
        if (!signal.aborted) refuse(SarviError.from(error).toReport());
      }
      this.waiting = this.waiting.filter((other) => other !== one);
    }
  }

  stop(): void {
    for (const { abort } of this.waiting) abort.abort();
  }
}
