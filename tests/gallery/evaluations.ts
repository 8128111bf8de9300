/** Evaluations of the gallery: a finished run with samples, one that is running, a judged one, and two to compare. */
import type { EvaluationRun, EvaluationSample } from '#contract/evaluations';
import { buildModel, buildPoro } from '../builders/contract-values.ts';
import {
  buildAnswer,
  buildIfevalMetrics,
  buildInstruction,
  buildMetric,
  buildRun,
  buildSample,
  type FakeEvaluations,
} from '../builders/fake-evaluations.ts';
import type { Language } from './texts.ts';

const [GUIDE, BASE, SFT, INSTRUCT] = [buildModel(), buildPoro('base'), buildPoro('sft'), buildPoro('instruct')];

const PROMPTS = {
  fi: [
    'Suunnittele viikonloppu Turussa perheelle, jossa on pieniä lapsia. Korosta vähintään 3 kohtaa ja käytä enintään 120 sanaa.',
    'Kirjoita runo ensilumesta. Anna sille otsikko kaksinkertaisissa kulmasulkeissa, kuten <<otsikko>>.',
    'Mitä eroa on suomen sijamuodoilla inessiivi ja elatiivi?',
  ],
  en: [
    'Plan a weekend in Turku for a family with small children. Highlight at least 3 parts and use fewer than 120 words.',
    'Write a poem about the first snow. Give it a title in double angular brackets, such as <<my title>>.',
    'What is the difference between the Finnish cases inessive and elative?',
  ],
};
const ANSWERS = {
  fi: '*Lauantai* alkaa Aurajoelta.\n\n- Föri vie joen yli\n- Turun linna\n\nSunnuntaina on aikaa Ruissalolle.',
  en: '*Saturday* begins by the river Aura.\n\n- The ferry Föri\n- Turku Castle\n\nOn Sunday there is time for Ruissalo.',
};

function samplesOf(language: Language, passes: boolean): EvaluationSample[] {
  const [plan = '', poem = '', cases = ''] = PROMPTS[language];
  const planned = buildSample({
    key: '4',
    turns: [plan],
    answers: [buildAnswer(ANSWERS[language], { stopReason: passes ? 'end-of-generation' : 'max-tokens' })],
    judgement: {
      kind: 'instructions',
      instructions: [
        buildInstruction({
          id: 'detectable_format:number_highlighted_sections',
          kwargs: { num_highlights: 3 },
          strict: passes,
          loose: passes,
          found: passes ? 3 : 1,
        }),
        buildInstruction({
          id: 'length_constraints:number_words',
          kwargs: { num_words: 120, relation: 'less than' },
          found: 17,
          drawn: ['relation'],
        }),
        buildInstruction({ id: 'punctuation:no_comma', strict: false, loose: true, found: 1 }),
      ],
    },
  });
  const titled = buildSample({
    key: '3',
    turns: [poem],
    answers: [buildAnswer('<<Ensilumi>>')],
    judgement: {
      kind: 'instructions',
      instructions: [buildInstruction({ id: 'detectable_format:title', found: 'Ensilumi' })],
    },
  });
  const left = buildSample({
    key: '5',
    turns: [cases],
    failure: { code: 'prompt-too-long', details: { promptTokens: 5000, contextTokens: 4096 }, message: '' },
  });
  return [planned, titled, left];
}

function judgedSamples(language: Language): EvaluationSample[] {
  const [, , cases = ''] = PROMPTS[language];
  const judged = {
    prompt: 'Arvioi vastaus. / Judge the answer.',
    text: 'Vastaus on oikein ja selkeä. / The answer is correct.\n\nRating: [[8]]',
  };
  const turn = { score: 8, by: 'judge', promptKind: 'single-v1', judged, at: 1 } as const;
  return [
    buildSample({
      key: '101',
      category: 'reasoning',
      turns: [cases, language === 'fi' ? 'Anna esimerkki.' : 'Give an example.'],
      answers: [buildAnswer('Talossa on lämmin.'), buildAnswer('In the house.')],
      judgement: {
        kind: 'scores',
        turns: [turn, { score: 1, by: 'other-language', promptKind: null, judged: null, at: 2 }],
      },
    }),
  ];
}

const RUNNING: Partial<EvaluationRun> = {
  state: 'running',
  phase: 'answering',
  answered: 31,
  judged: 31,
  secondsLeft: 5400,
  tokensPerSecond: 8.2,
};
const JUDGE = {
  kind: 'model',
  id: GUIDE.id,
  name: 'Llama-3.3-70B-Instruct-Q4_K_M',
  fileType: 'Q4_K_M',
  sizeBytes: 42_520_393_888,
  checksum: 'f'.repeat(64),
} as const;

export function evaluationsOf(language: Language): FakeEvaluations {
  const instruct = buildRun(INSTRUCT, { failures: [{ code: 'prompt-too-long', samples: 1 }], judged: 103 });
  const sft = buildRun(SFT, { metrics: buildIfevalMetrics(0.5, 0.55) });
  const judged = buildRun(INSTRUCT, {
    id: 'judged',
    total: 16,
    answered: 16,
    judged: 12,
    state: 'running',
    phase: 'judging',
    secondsLeft: 720,
    metrics: [
      buildMetric({
        name: 'score',
        value: 6.31,
        unit: 'score',
        standardError: 0.44,
        interval: { low: 5.45, high: 7.17, by: 'error' },
        samples: 12,
      }),
    ],
    configuration: {
      task: 'mt-bench-fi',
      judge: JUDGE,
      samples: 16,
      data: { name: 'sarvi-mt-bench-fi', isOwn: true, sha256: 'a'.repeat(64), rows: 16, faults: 0 },
    },
  });
  const running = buildRun(BASE, {
    ...RUNNING,
    total: 50,
    metrics: buildIfevalMetrics(0.2, 0.25),
    configuration: { task: 'ifeval-en', limit: 50, samples: 50 },
  });
  return {
    runs: [running, judged, instruct, sft],
    samples: {
      [instruct.id]: samplesOf(language, false),
      [sft.id]: samplesOf(language, true),
      judged: judgedSamples(language),
    },
    paired: {
      samples: 102,
      verdicts: {
        strict: {
          ...{ both: 50, onlyOwn: 12, onlyOther: 3, neither: 37, pValue: 0.0352 },
          difference: { value: 0.0882, low: 0.012, high: 0.161 },
        },
        loose: {
          ...{ both: 55, onlyOwn: 10, onlyOther: 5, neither: 32, pValue: 0.302 },
          difference: { value: 0.049, low: -0.026, high: 0.122 },
        },
      },
      means: null,
    },
  };
}
