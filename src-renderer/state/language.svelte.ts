import { sentenceOf } from '#contract/error-sentences';
import type { ErrorReport } from '#contract/errors';
import { reasonText } from '#contract/reasons';
import type { Settings } from '#contract/settings';
import { catalogues } from '../language/catalogues.ts';
import type { LanguageCode } from '../language/catalogues.ts';
import type { Catalogue } from '../language/en.ts';
import { Formats } from '../language/formats.ts';
import { modelName } from '../language/model-name.ts';

/** The language of the page: the user's choice, else the system's. Everything here changes with it. */
export class LanguageState {
  readonly #setting: () => Settings['language'];
  /** BCP 47 tag. */
  systemLocale = $state(navigator.language);
  readonly code: LanguageCode = $derived.by(() => {
    const setting = this.#setting();
    if (setting !== 'system') return setting;
    return this.systemLocale.toLowerCase().startsWith('fi') ? 'fi' : 'en';
  });
  readonly t: Catalogue = $derived(catalogues[this.code]);
  /** Formats of the system's own variant of the language, such as British dates. */
  readonly formats = $derived(new Formats(localeOf(this.code, this.systemLocale)));

  constructor(setting: () => Settings['language']) {
    this.#setting = setting;
  }

  modelName(name: string): string {
    return modelName(name, this.t);
  }

  /** The name of a backend, from the engine's own name for it ("CPU"). */
  backendName(backend: string): string {
    const names: Partial<Record<string, string>> = this.t.settings.backendNames;
    return names[backend.toLowerCase()] ?? backend;
  }

  /** The sentence of an error, with sizes in the form of the language. */
  sentence(error: Pick<ErrorReport, 'code' | 'details'>): string {
    const details = Object.fromEntries(
      Object.entries(error.details).map(([name, value]) => {
        if (typeof value === 'string') return [name, this.#localSize(value)];
        const isSize = error.code === 'disk-full' || name.endsWith('Bytes');
        return [name, isSize ? this.formats.bytes(value) : this.formats.number(value)];
      }),
    );
    return sentenceOf({ code: error.code, details }, this.code);
  }

  /** A reason as a whole sentence. */
  remark(reason: string): string {
    const text = reasonText(reason, this.code);
    return `${text.charAt(0).toLocaleUpperCase(this.code)}${text.slice(1)}.`;
  }

  /** The core writes sizes for sentences as "4.9 GB"; other details stay as they are. */
  #localSize(detail: string): string {
    const [, amount, unit] = /^(\d+(?:\.\d+)?) (B|kB|MB|GB|TB)$/.exec(detail) ?? [];
    if (amount === undefined || unit === undefined) return detail;
    return this.formats.bytes(Number(amount) * 1000 ** ['B', 'kB', 'MB', 'GB', 'TB'].indexOf(unit));
  }
}

function localeOf(code: LanguageCode, systemLocale: string): string {
  const own = systemLocale.replace(/[.@].*$/, '').replaceAll('_', '-');
  return new RegExp(`^${code}-[a-z]{2}$`, 'i').test(own) ? own : code;
}
