/** Comparisons of the gallery: three models side by side in two languages, a set that is answered, votes and results. */
import type { BlindPair, VoteSummary } from '#contract/votes';
import type { PairResult } from '#contract/statistics';
import { buildPoro } from '../builders/contract-values.ts';
import { buildColumn, buildComparison, buildRow, type FakeComparison } from '../builders/fake-comparisons.ts';
import type { Language } from './texts.ts';

const COLUMNS = [
  buildColumn(buildPoro('base'), { templateModelId: 'poro-2-8b-instruct' }),
  buildColumn(buildPoro('sft'), { presetName: 'Lyhyet vastaukset' }),
  buildColumn(buildPoro('instruct')),
];
const [BASE, SFT, INSTRUCT] = COLUMNS.map(({ id }) => id) as [string, string, string];

const QUESTION = { fi: 'Miksi taivas on sininen?', en: 'Why is the sky blue?' };
const ANSWERS = {
  fi: [
    'Miksi taivas on sininen? Miksi meri on sininen? Kysymyksiä ja vastauksia luonnosta.',
    'Taivas näyttää siniseltä, koska **ilmakehä** sirottaa lyhytaaltoista valoa enemmän kuin pitkäaaltoista.',
    'Taivas näyttää siniseltä, koska ilman molekyylit sirottavat *lyhytaaltoista* eli sinistä valoa enemmän kuin punaista.\n\n1. Päivällä valo kulkee lyhyen matkan.\n2. Illalla matka on pidempi, ja jäljelle jää punainen.',
  ],
  en: [
    'Why is the sky blue? Why is the sea blue? Questions and answers about nature.',
    'The sky looks blue because the **atmosphere** scatters short wavelengths more than long ones.',
    'Taivas on sininen, koska ilmakehä sirottaa sinistä valoa.',
  ],
};

const LANGUAGES = ['fi', 'en'] as const;

/** Three models in two languages; the last one has answered the English prompt in Finnish. */
function sideBySide(language: Language): FakeComparison {
  const rows = LANGUAGES.map((asked) =>
    buildRow(COLUMNS, {
      id: asked,
      language: asked,
      cells: COLUMNS.map((column, index) => ({
        columnId: column.id,
        conversationId: `cell-${asked}-${column.id}`,
        state: 'complete',
        language: {
          asked,
          found: asked === 'en' && index === 2 ? 'fi' : index === 0 ? null : asked,
          byHand: index === 1,
        },
      })),
    }),
  );
  const said = Object.fromEntries(
    LANGUAGES.flatMap((asked) =>
      COLUMNS.map((column, index) => [`cell-${asked}-${column.id}`, [QUESTION[asked], ANSWERS[asked][index] ?? '']]),
    ),
  );
  return { comparison: buildComparison(COLUMNS, { title: QUESTION[language], rowCount: 2 }), rows, said };
}

const SET_STATES = ['complete', 'complete', 'failed', 'writing', 'asked'] as const;

/** A set in the middle of its answering; one model's file is gone. */
function set(language: Language): FakeComparison {
  const title = { fi: 'Sarven omat kehotteet', en: 'Prompts of Sarvi’s own' }[language];
  const rows = SET_STATES.map((state, index) =>
    buildRow(
      COLUMNS,
      {
        id: `s${index}`,
        language,
        category: ['facts', 'reasoning', 'writing', 'advice', 'code'][index] ?? null,
        turns: [`${QUESTION[language]} ${'Perustele. '.repeat(index * 6)}`],
      },
      { state, language: state === 'complete' ? { asked: language, found: language, byHand: false } : null },
    ),
  );
  const said = Object.fromEntries(
    COLUMNS.map((column, index) => [`cell-s0-${column.id}`, [QUESTION[language], ANSWERS[language][index] ?? '']]),
  );
  const columns = COLUMNS.map(({ id }, index) => ({
    columnId: id,
    done: 2,
    failed: 1,
    error:
      index === 0
        ? {
            code: 'model-file-missing' as const,
            details: { name: 'Poro 2 8B Base', path: '/levy/poro.gguf' },
            message: '',
          }
        : null,
  }));
  return {
    comparison: buildComparison(COLUMNS, { id: 'v2', kind: 'set', title, rowCount: SET_STATES.length }),
    rows,
    said,
    run: {
      comparisonId: 'v2',
      state: 'running',
      mode: 'in-turn',
      total: 15,
      done: 6,
      failed: 3,
      secondsLeft: 95,
      columns,
    },
    pairs: [pair(language)],
    summary: SUMMARY,
  };
}

function pair(language: Language): BlindPair {
  const [, a = '', b = ''] = ANSWERS[language];
  return {
    pairId: 'p1',
    turns: [{ question: QUESTION[language], a, b }],
    systemPrompt: { fi: 'Vastaa lyhyesti.', en: 'Answer briefly.' }[language],
    language,
    category: 'facts',
  };
}

function result(a: string, b: string, [wins, losses, ties, bothBad]: [number, number, number, number]): PairResult {
  const votes = wins + losses + ties + bothBad;
  const value = (wins + (ties + bothBad) / 2) / votes;
  return {
    a,
    b,
    votes,
    wins,
    losses,
    ties,
    bothBad,
    identical: 1,
    clusters: 32,
    winRate: { value, low: Math.max(0, value - 0.14), high: Math.min(1, value + 0.14) },
    sign: { wins: Math.round(wins / 2), losses: Math.round(losses / 2), ties: 3, pValue: 0.0213 },
    needed: { prompts: 97, further: 65 },
  };
}

const PAIRS = [
  result(BASE, SFT, [6, 40, 8, 10]),
  result(BASE, INSTRUCT, [3, 51, 4, 6]),
  result(SFT, INSTRUCT, [21, 32, 9, 2]),
];

const SUMMARY: VoteSummary = {
  votes: 192,
  clusters: 32,
  pairs: PAIRS,
  strengths: [
    { columnId: BASE, kind: 'at-most', bound: 812 },
    { columnId: SFT, kind: 'estimate', rating: { value: 961, low: 918, high: 1004 } },
    { columnId: INSTRUCT, kind: 'estimate', rating: { value: 1039, low: 996, high: 1082 } },
  ],
  sideBias: { first: 80, second: 73, rate: { value: 0.523, low: 0.44, high: 0.6 }, pValue: 0.63 },
  selfAgreement: { repeats: 18, agreed: 15, rate: { value: 0.83, low: 0.61, high: 0.94 } },
  splits: [
    { by: 'language', value: 'fi', pairs: PAIRS },
    { by: 'category', value: 'facts', pairs: PAIRS.slice(2) },
  ],
  languages: LANGUAGES.flatMap((language) => [
    { columnId: BASE, language, asked: 32, stayed: 20, unknown: 9 },
    { columnId: INSTRUCT, language, asked: 32, stayed: 31, unknown: 0 },
  ]),
  reasons: [
    { reason: 'correct', columnId: INSTRUCT, won: 14, lost: 2 },
    { reason: 'wrong-language', columnId: BASE, won: 0, lost: 11 },
  ],
  tieRate: { value: 0.2, low: 0.14, high: 0.27 },
};

export function comparisonsOf(language: Language): FakeComparison[] {
  return [sideBySide(language), set(language)];
}
