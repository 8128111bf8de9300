/** The licences of Meta's Llama models, which also apply to models made from them. */
import * as v from 'valibot';

export const LLAMA_LICENCES = ['llama3.3', 'llama3.2', 'llama3.1', 'llama3', 'llama2'] as const;
export const LlamaLicence = v.picklist(LLAMA_LICENCES);
export type LlamaLicence = (typeof LLAMA_LICENCES)[number];

interface LicenceFacts {
  /** Its name, the same in every language. */
  readonly name: string;
  readonly url: string;
  /** The notice that must be shown when such a model is passed on; null when the licence requires none. */
  readonly notice: string | null;
}

export const LICENCE_FACTS: Readonly<Record<LlamaLicence, LicenceFacts>> = {
  'llama3.3': {
    name: 'Llama 3.3 Community License',
    url: 'https://www.llama.com/llama3_3/license/',
    notice: 'Built with Llama',
  },
  'llama3.2': {
    name: 'Llama 3.2 Community License',
    url: 'https://www.llama.com/llama3_2/license/',
    notice: 'Built with Llama',
  },
  'llama3.1': {
    name: 'Llama 3.1 Community License',
    url: 'https://www.llama.com/llama3_1/license/',
    notice: 'Built with Llama',
  },
  llama3: {
    name: 'Meta Llama 3 Community License',
    url: 'https://www.llama.com/llama3/license/',
    notice: 'Built with Meta Llama 3',
  },
  llama2: { name: 'Llama 2 Community License', url: 'https://ai.meta.com/llama/license/', notice: null },
};

/** The fields of a model that decide about its licence. */
interface LicensedModel {
  readonly family: string;
  readonly name: string;
  readonly facts: { readonly name: string | null; readonly licence: string | null };
}

/**
 * The licence that applies to a model; null for one that is not made from Meta's, as far as is known. Statements in the
 * model's files count more than its name.
 */
export function llamaLicenceOf({ family, name, facts }: LicensedModel): LlamaLicence | null {
  if (family === 'guide') return null;
  const stated = licenceIn(facts.licence ?? '');
  if (stated !== null) return stated;
  // Base was made from Llama 3.1 alone; the others also with answers of Llama 3.3.
  if (family.startsWith('poro2-')) return family === 'poro2-base' ? 'llama3.1' : 'llama3.3';
  // Model cards say `other` for a licence that is on no list.
  if (facts.licence !== null && !/^(?:other|unknown)?$/i.test(facts.licence)) return null;
  return licenceIn(name) ?? licenceIn(facts.name ?? '');
}

function licenceIn(text: string): LlamaLicence | null {
  const [, version] = /llama[-_ ]*(2|3(?:[._-][123])?)(?![\d.]|b\b)/i.exec(text) ?? [];
  const id = version && `llama${version.replace(/[-_]/, '.')}`;
  return LLAMA_LICENCES.find((one) => one === id) ?? null;
}
