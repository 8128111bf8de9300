/** States of what is used daily: prompts, folders, bookmarks, temporary conversations, and the record of an answer. */
import type { Message } from '#contract/messages';
import type { UpdateStatus } from '#contract/update-calls';
import type { FakeBridge, FakeCore } from '../builders/fake-bridge.ts';
import {
  buildAdapter,
  buildGenerationRecord,
  buildMessage,
  buildModel,
  buildPoro,
} from '../builders/contract-values.ts';
import { buildDataset, fakeDatasets } from '../builders/fake-datasets.ts';
import { buildLineage, buildParentComparison, fakeLineage } from '../builders/fake-lineage.ts';
import { buildPrompt, fakePrompts } from '../builders/fake-prompts.ts';
import { conversationsOf, messagesOf, type Language } from './texts.ts';

const CHAT = '#/chat/c0';
const MODELS = [buildPoro('instruct'), buildModel()];
const LONG = 'Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilaan kansio';

const usual = (language: Language): FakeCore => ({
  models: MODELS,
  conversations: conversationsOf(language),
  messages: messagesOf(language),
  stepMs: 40,
});

/** A conversation of several turns, in which the last answer has another version. */
function turns(language: Language): Message[] {
  const fi = language === 'fi';
  const words = fi
    ? [
        'Mikä on Kalevala?',
        '## Synty\n\nElias Lönnrot kokosi Kalevalan runoista.\n\n## Juoni\n\nSampo taotaan ja ryöstetään.',
      ]
    : [
        'What is the Kalevala?',
        '## Origin\n\nElias Lönnrot put it together from poems.\n\n## Story\n\nThe Sampo is forged and stolen.',
      ];
  const more = fi
    ? ['Kuka takoi Sammon?', 'Seppo Ilmarinen takoi Sammon.', 'Ilmarinen, taivaan takoja, takoi Sammon Pohjolassa.']
    : ['Who forged the Sampo?', 'Ilmarinen forged the Sampo.', 'The smith Ilmarinen forged the Sampo in Pohjola.'];
  const generation = buildGenerationRecord({ modelId: 'poro-2-8b-instruct', modelName: 'Poro 2 8B Instruct' });
  const base = { conversationId: 'c0', createdAt: Date.now() - 1_800_000 };
  const answer = { ...base, role: 'assistant', stopReason: 'end-of-generation', generation } as const;
  return [
    buildMessage({ ...base, id: 't1', text: words[0] ?? '' }),
    buildMessage({ ...answer, id: 't2', parentId: 't1', text: words[1] ?? '', bookmarkedAt: Date.now() - 60_000 }),
    buildMessage({ ...base, id: 't3', parentId: 't2', text: more[0] ?? '' }),
    buildMessage({ ...answer, id: 't4', parentId: 't3', text: more[1] ?? '', bookmarkedAt: Date.now() }),
    buildMessage({ ...answer, id: 't5', parentId: 't3', text: more[2] ?? '' }),
  ];
}

const choice = (token: number, text: string, probability: number, other: string) => ({
  ...{ token, text, probability },
  alternatives: [
    { token, text, probability },
    { token: token + 100, text: other, probability: (1 - probability) * 0.8 },
    { token: token + 200, text: '<|eot_id|>', probability: 0.01 },
  ],
});
const CHOICES = [
  choice(1, 'Ilves', 0.91, 'Ahma'),
  choice(2, ' kehr', 0.42, ' muri'),
  choice(3, 'ää', 0.97, 'si'),
  choice(4, ' Suomen', 0.18, ' Lapin'),
  choice(5, ' metsissä', 0.66, ' soilla'),
  choice(6, '.', 0.99, '!'),
];
const FORMED = JSON.stringify([
  { nimi: 'Ilves', paino_kg: 21, elinpiirit: ['metsä', 'kalliot'] },
  { nimi: 'Karhu', paino_kg: 180, elinpiirit: ['metsä'] },
  { nimi: 'Saimaannorppa', paino_kg: 70, elinpiirit: ['Saimaa'] },
]);

function answered(language: Language, text: string, generation = buildGenerationRecord()): FakeCore {
  return {
    ...usual(language),
    messages: [
      buildMessage({
        id: 'm1',
        conversationId: 'c0',
        text: language === 'fi' ? 'Kerro eläimistä.' : 'Tell me of animals.',
      }),
      buildMessage({
        ...{ id: 'm2', conversationId: 'c0', parentId: 'm1', role: 'assistant', text, generation },
        stopReason: 'end-of-generation',
      }),
    ],
  };
}

const PROMPTS = fakePrompts([
  buildPrompt('muistio', 'fi', {
    ...{ title: 'Kokousmuistio', about: 'Muistiinpanoista siisti muistio päätöksineen.', group: 'Toimisto' },
    fields: [
      { name: 'sävy', kind: 'choice', label: 'Sävy', choices: ['asiallinen', 'ystävällinen'] },
      { name: 'muistiinpanot', kind: 'long', label: 'Muistiinpanot', choices: [] },
      { name: 'liite', kind: 'file', label: 'Esityslista', choices: [] },
    ],
    body: 'Kirjoita muistio. Sävy: {{sävy}}.\n\n{{muistiinpanot}}\n\n{{liite}}',
  }),
  buildPrompt('muistio', 'en', {
    ...{ title: 'Minutes of a meeting', about: 'Notes become tidy minutes with decisions.', group: 'Office' },
    fields: [
      { name: 'tone', kind: 'choice', label: 'Tone', choices: ['formal', 'friendly'] },
      { name: 'notes', kind: 'long', label: 'Notes', choices: [] },
      { name: 'file', kind: 'file', label: 'Agenda', choices: [] },
    ],
    body: 'Write minutes. Tone: {{tone}}.\n\n{{notes}}\n\n{{file}}',
  }),
  {
    ...buildPrompt('koe', 'fi', { title: 'Koekysymykset', about: 'Kysymyksiä tekstistä.', group: 'Opettaja' }),
    origin: 'sarvi',
  },
  {
    ...buildPrompt('koe', 'en', { title: 'Exam questions', about: 'Questions about a text.', group: 'Teacher' }),
    origin: 'sarvi',
  },
  buildPrompt('pitkä', null, { title: LONG, about: 'Pitkä nimi, jota ei voi katkaista mistään kohdasta mukavasti.' }),
]);

const OFFER: NonNullable<UpdateStatus['offer']> = {
  ...{ version: '0.2.0', released: '2030-01-02', sizeBytes: 120_000_000, bytesDone: 48_000_000, isDownloaded: false },
  ...{ fileName: 'Sarvi-0.2.0.AppImage', installs: 'by-itself' },
  notes: {
    en: '- Answers begin sooner\n- **Word** and OpenDocument',
    fi: '- Vastaukset alkavat aiemmin\n- **Word** ja OpenDocument',
  },
};
const UPDATES: UpdateStatus = {
  ...{ currentVersion: '0.1.0', programKind: 'appimage', programPath: '/home/aino/Sarvi.AppImage' },
  ...{ host: 'releases.example.fi', phase: 'idle', offer: OFFER, error: null },
  ...{ foundVersion: OFFER.version, foundReleased: OFFER.released },
};

const REQUEST = {
  ...{ endpoint: 'v1/chat/completions', modelName: 'Poro 2 8B Instruct', startedAt: Date.now() - 9000 },
  ...{ promptTokens: 1200, generatedTokens: 40 },
};

const PARENT = { ...buildPoro('sft'), id: 'parent', name: 'Poro 2 8B SFT' };
const CHILD = { ...buildPoro('sft'), id: 'child', name: 'Porokas', lineage: buildLineage() };
const related = (language: Language): FakeCore => {
  const lineage = fakeLineage([buildParentComparison()]);
  const datasets = fakeDatasets({ datasets: [buildDataset()] });
  return {
    ...usual(language),
    models: [PARENT, CHILD],
    adapters: [buildAdapter({ name: 'Runot', lineage: buildLineage({ data: null, method: null, trainer: null }) })],
    more: (handlers) => lineage({ ...handlers, ...datasets(handlers) }),
  };
};

interface DailyState {
  readonly core: (language: Language) => FakeCore;
  readonly hash?: string;
  readonly prepare?: (bridge: FakeBridge) => void;
}

export const DAILY_STATES = {
  prompts: { core: (language) => ({ ...usual(language), more: PROMPTS }), hash: '#/prompts' },
  'prompts-chat': { core: (language) => ({ ...usual(language), more: PROMPTS }) },
  bookmarks: { core: (language) => ({ ...usual(language), messages: turns(language) }), hash: '#/bookmarks' },
  'bookmarks-empty': { core: usual, hash: '#/bookmarks' },
  turns: { core: (language) => ({ ...usual(language), messages: turns(language) }), hash: CHAT },
  folders: {
    core: (language) => {
      const own = { id: 'f1', name: language === 'fi' ? 'Väitöskirja' : 'Thesis', modelId: MODELS[0]?.id ?? null };
      const instructions =
        language === 'fi' ? 'Vastaa lyhyesti ja mainitse lähteet.' : 'Answer briefly and name sources.';
      return {
        ...usual(language),
        conversations: conversationsOf(language).map((one, index) => (index === 0 ? { ...one, folderId: 'f1' } : one)),
        conversationFolders: [
          { ...own, instructions },
          { id: 'f2', name: LONG },
        ],
      };
    },
    hash: CHAT,
  },
  weighed: {
    core: (language) =>
      answered(language, 'Ilves kehrää Suomen metsissä.', buildGenerationRecord({ choices: CHOICES })),
    hash: CHAT,
  },
  formed: {
    core: (language) =>
      answered(
        language,
        FORMED,
        buildGenerationRecord({ sampling: { grammar: { kind: 'json-schema', text: '{"type":"array"}' } } }),
      ),
    hash: CHAT,
  },
  families: { core: related, hash: '#/models' },
  'parent-comparison': { core: related, hash: `#/models/${buildParentComparison().id}` },
  updates: { core: (language) => ({ ...usual(language), updates: UPDATES }), hash: '#/settings/updates' },
  programs: {
    core: (language) => ({
      ...usual(language),
      settings: { apiOn: true },
      programs: {
        requests: [{ ...REQUEST, id: 'a', client: 'Zed/1.2', state: 'writing', tokensPerSecond: 12.4 }],
        log: [
          { ...REQUEST, id: 'b', client: '', durationMs: 120, status: 400, error: 'context_length_exceeded' },
          { ...REQUEST, id: 'c', client: 'lm-eval/0.4.13', durationMs: 8120, status: 200, error: null },
        ],
      },
    }),
    hash: '#/settings/programs',
  },
  'model-place': {
    core: (language) => ({
      ...usual(language),
      more: (handlers) => ({
        ...handlers,
        'models.place': () => ({
          ...{ folder: '/media/levy/Sarvi models', isOwn: false, away: ['/media/toinen/Sarvi models'], elsewhere: 1 },
          ...{ move: { modelsLeft: 2, bytesDone: 3e9, bytesTotal: 9e9 }, error: null },
        }),
      }),
    }),
    hash: '#/models',
  },
} satisfies Record<string, DailyState>;
