import type { Grammar } from '#contract/sampling';

export const READY_FORMS = ['rows', 'facts', 'verdict', 'letter'] as const;
export type ReadyForm = (typeof READY_FORMS)[number];

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'array', items: TEXT } as const;

const SCHEMAS = {
  rows: {
    fi: rows({ nimi: TEXT, kuvaus: TEXT, luku: { type: 'number' } }),
    en: rows({ name: TEXT, description: TEXT, number: { type: 'number' } }),
  },
  facts: {
    fi: object({ otsikko: TEXT, henkilöt: TEXTS, paikat: TEXTS, päivämäärät: TEXTS, tiivistelmä: TEXT }),
    en: object({ title: TEXT, people: TEXTS, places: TEXTS, dates: TEXTS, summary: TEXT }),
  },
  verdict: {
    fi: object({ perustelu: TEXT, vastaus: { enum: ['kyllä', 'ei', 'ei tiedossa'] } }),
    en: object({ reason: TEXT, answer: { enum: ['yes', 'no', 'not known'] } }),
  },
} as const;

/** A form that comes with Sarvi; its names are in the language of the page. */
export function readyForm(name: ReadyForm, language: 'fi' | 'en'): Grammar {
  if (name === 'letter') return { kind: 'gbnf', text: 'root ::= [A-D]\n' };
  return { kind: 'json-schema', text: JSON.stringify(SCHEMAS[name][language], null, 2) };
}

function object(properties: Readonly<Record<string, unknown>>): object {
  return { type: 'object', properties };
}

function rows(properties: Readonly<Record<string, unknown>>): object {
  return { type: 'array', items: object(properties) };
}
