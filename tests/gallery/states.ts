import { because } from '#contract/reasons';
/** Every page in the states that a user may meet: empty, full, loading, failed. */
import type { FakeBridge, FakeCore } from '../builders/fake-bridge.ts';
import { buildBackup, buildInspection, buildModel, buildPoro } from '../builders/contract-values.ts';
import { fakeComparisons } from '../builders/fake-comparisons.ts';
import { buildPerplexity, buildPerplexityJob } from '../builders/perplexity-values.ts';
import { fakeEvaluations } from '../builders/fake-evaluations.ts';
import { comparisonsOf } from './comparisons.ts';
import { buildDataset, buildDatasetRow, fakeDatasets } from '../builders/fake-datasets.ts';
import { evaluationsOf } from './evaluations.ts';
import { DAILY_STATES } from './daily-states.ts';
import { conversationsOf, messagesOf, type Language } from './texts.ts';

interface State {
  readonly core: (language: Language) => FakeCore;
  readonly hash?: string;
  /** Before the page asks for anything. */
  readonly prepare?: (bridge: FakeBridge) => void;
  readonly isConnected?: boolean;
  /** The page of the quick window. */
  readonly isQuick?: boolean;
}

const MODELS = [buildPoro('instruct'), buildPoro('base'), buildModel()];

const CUDA: NonNullable<FakeCore['cuda']> = {
  ...{ isInstalled: false, installedBytes: 0, host: 'downloads.example.fi', error: null },
  phase: 'downloading',
  offer: { sizeBytes: 252_000_000, unpackedBytes: 536_000_000, bytesDone: 81_000_000 },
};

const REMOTES: NonNullable<FakeCore['remotes']> = [
  {
    ...{ id: 'lab', name: 'Lab', address: 'https://gpu.example.fi:8000', host: 'gpu.example.fi:8000' },
    ...{ caPath: null, usesProxy: false, contextTokens: null, key: 'session', keyVariable: 'SARVI_KEY_LAB' },
    finding: {
      kind: 'vllm',
      version: '0.11.0',
      abilities: { logprobs: true, tokenIds: true, continues: true, counts: true },
      models: [{ name: 'LumiOpen/Llama-Poro-2-70B-Instruct', contextTokens: 8192 }],
    },
    models: [{ id: 'Remote.lab.poro', name: 'LumiOpen/Llama-Poro-2-70B-Instruct', contextTokens: 8192 }],
  },
];

/** One that cannot tell how likely a text is, with more models than are named. */
const OLLAMA: NonNullable<FakeCore['remotes']>[number] = {
  ...{ id: 'kotikone', name: 'Kotikone', address: 'http://192.168.1.20:11434', host: '192.168.1.20:11434' },
  ...{ caPath: null, usesProxy: false, contextTokens: null, key: 'none', keyVariable: 'SARVI_KEY_KOTIKONE' },
  finding: {
    kind: 'ollama',
    version: '0.20.1',
    abilities: { logprobs: false, tokenIds: false, continues: false, counts: false },
    models: ['llama3.1:8b', 'poro2:8b', 'poro2:70b', 'gemma'].map((name) => ({ name, contextTokens: 4096 })),
  },
  models: ['llama3.1:8b', 'poro2:8b', 'poro2:70b', 'gemma'].map((name) => ({
    ...{ id: `Remote.kotikone.${name.replaceAll(':', '-')}`, name, contextTokens: 4096 },
  })),
};

const usual = (language: Language): FakeCore => ({
  models: MODELS,
  conversations: conversationsOf(language),
  messages: messagesOf(language),
  backups: [buildBackup(), buildBackup({ id: 'by-hand.db', reason: 'by-hand', conversations: 1 })],
  stepMs: 40,
});
const firstRun = (): FakeCore => ({ stepMs: 100_000 });
const CHAT = '#/chat/c0';
const compared = (language: Language): FakeCore => ({
  ...usual(language),
  models: [buildPoro('base'), buildPoro('sft'), buildPoro('instruct')],
  more: fakeComparisons(comparisonsOf(language)),
});
const evaluated = (language: Language): FakeCore => ({
  ...usual(language),
  models: [buildPoro('base'), buildPoro('sft'), buildPoro('instruct')],
  perplexities: [
    buildPerplexity(),
    buildPerplexity({ id: 'sft', modelId: 'poro-2-8b-sft', modelName: 'Poro 2 8B SFT', base: null, against: null }),
  ],
  more: fakeEvaluations(evaluationsOf(language)),
});
const collected = (language: Language): FakeCore => ({
  ...usual(language),
  more: fakeDatasets({
    datasets: [buildDataset(), buildDataset({ id: 'd2', name: 'Keskustelut', versions: 3 })],
    versions: 1,
    rows: [
      buildDatasetRow(),
      buildDatasetRow({ id: 'vote:2', split: 'test', omission: 'cut' }),
      buildDatasetRow({ id: 'edit:3', source: 'edits', comparisonId: null }),
    ],
  }),
});
const QUICK: NonNullable<FakeCore['quick']> = {
  ...{ shortcut: 'refused', isWayland: true },
  command: "'/home/aino/Omat ohjelmat/Sarvi-0.1.0-linux-x86_64.AppImage' --quick",
};
const DESKTOP = { shell: 'desktop', nativeDialogs: true } as const;
/** Goes on for as long as anyone looks. */
const LONG_ANSWER = 'Sininen ja valkoinen. Blue and white. '.repeat(200);
const FOLDERS: NonNullable<FakeCore['folders']> = [
  {
    path: '/home/aino/mallit',
    parentPath: '/home/aino',
    entries: [
      { name: 'Llama-Poro-2-8B-Instruct', path: '/home/aino/mallit/Llama-Poro-2-8B-Instruct', kind: 'checkpoint' },
      { name: 'vanhat', path: '/home/aino/mallit/vanhat', kind: 'folder' },
      { name: 'Llama-3.2-1B-Instruct-Q4_K_M.gguf', path: '/home/aino/mallit/Llama.gguf', kind: 'gguf' },
    ],
  },
];

const states = {
  starting: { core: firstRun, prepare: (bridge) => void bridge.holdNext('app.describe') },
  'start-failed': { core: firstRun, prepare: (bridge) => bridge.failNext('app.describe', 'connection-lost') },
  welcome: { core: firstRun },
  'no-model': { core: () => ({ settings: { welcomeDone: true } }) },
  'new-chat': { core: usual },
  chat: { core: usual, hash: CHAT },
  'chat-loading': { core: usual, hash: CHAT, prepare: (bridge) => void bridge.holdNext('conversations.open') },
  'chat-unreadable': {
    core: usual,
    hash: CHAT,
    prepare: (bridge) =>
      bridge.failNext('conversations.open', 'history-unavailable', { reason: because('disk-error') }),
  },
  'chat-failed': {
    core: (language) => ({
      ...usual(language),
      messages: messagesOf(language, {
        stopReason: 'failed',
        error: { code: 'engine-crashed', details: { reason: because('out-of-memory') }, message: 'engine-crashed' },
      }),
    }),
    hash: CHAT,
  },
  'chat-asides': {
    core: (language) => ({
      ...usual(language),
      messages: messagesOf(language, {
        asides: [
          { kind: 'thinking', text: 'Kuusi **sijaa** / six *cases*:\n\n1. inessiivi\n2. elatiivi\n\n`talo` + `ssa`' },
          {
            kind: 'tool',
            name: 'hae_sanakirjasta_mahdollisimman_pitkällä_nimellä_joka_ei_mahdu_kapeaan_ikkunaan',
            input: '{\n  "sana": "talo"\n}',
            output: 'talo, talon, taloa',
          },
        ],
      }),
    }),
    hash: CHAT,
  },
  difference: {
    core: (language) => ({ ...usual(language), models: [buildPoro('instruct'), buildPoro('sft'), buildModel()] }),
    hash: '#/difference',
  },
  streaming: {
    core: (language) => ({ ...usual(language), stepMs: 300, answer: () => LONG_ANSWER }),
    hash: CHAT,
  },
  'model-gone': { core: (language) => ({ ...usual(language), models: [buildModel()] }), hash: CHAT },
  'file-missing': {
    core: (language) => ({ ...usual(language), models: [buildPoro('instruct', { available: false })] }),
    hash: CHAT,
  },
  offline: { core: usual, hash: CHAT, isConnected: false },
  'no-conversations': { core: () => ({ models: MODELS }) },
  'history-unavailable': {
    core: usual,
    prepare: (bridge) =>
      bridge.failNext('conversations.list', 'history-unavailable', { reason: because('disk-error') }),
  },
  models: { core: (language) => ({ ...usual(language), folders: FOLDERS }), hash: '#/models' },
  'folder-unreadable': { core: usual, hash: '#/models' },
  'models-empty': { core: () => ({ settings: { welcomeDone: true } }), hash: '#/models' },
  'models-importing': { core: () => ({ settings: { welcomeDone: true }, stepMs: 700 }), hash: '#/models' },
  'import-choice': {
    core: (language) => ({
      ...usual(language),
      description: DESKTOP,
      inspections: { '/models/poro': buildInspection() },
    }),
    hash: '#/models',
  },
  'import-refused': {
    core: (language) => ({
      ...usual(language),
      description: DESKTOP,
      inspections: {
        '/models/poro': buildInspection({
          problems: [
            { code: 'checkpoint-missing-shard', details: { shard: 'model-00003-of-00004.safetensors' }, message: '' },
          ],
          sizes: [],
          recommended: null,
        }),
      },
    }),
    hash: '#/models',
  },
  settings: { core: (language) => ({ ...usual(language), cuda: CUDA }), hash: '#/settings' },
  quick: {
    core: (language) => ({
      ...usual(language),
      ...{ quick: QUICK, description: DESKTOP, stepMs: 1, clipboard: 'Kokous pidetään tiistaina. '.repeat(40) },
      answer: () => '**Porolla** on sarvet:\n\n- urokset pudottavat ne talvella\n- naaraat vasta keväällä\n',
    }),
    isQuick: true,
  },
  'quick-settings': {
    core: (language) => ({
      ...usual(language),
      ...{ quick: QUICK, description: DESKTOP, settings: { quickKeys: 'Mod+Alt+Space', quickOn: true } },
    }),
    hash: '#/settings/quick',
  },
  remotes: {
    core: (language) => ({ ...usual(language), remotes: [...REMOTES, OLLAMA] }),
    hash: '#/settings/remotes',
  },
  'models-remote': {
    core: (language) => ({ ...usual(language), models: [buildModel()], remotes: [...REMOTES, OLLAMA] }),
    hash: '#/models',
    // A measurement that has ended while the page is open.
    prepare: (bridge) => {
      const job = buildPerplexityJob({ modelId: 'Remote.lab.poro', state: 'finished', fraction: 1 });
      setTimeout(() => bridge.emit('perplexity.changed', job), 1000);
    },
  },
  'difference-remote': {
    core: (language) => ({
      ...usual(language),
      models: [buildPoro('instruct'), buildModel()],
      remotes: [...REMOTES, OLLAMA],
    }),
    hash: '#/difference',
  },
  'chat-remote': {
    core: (language) => {
      const conversations = conversationsOf(language).map((one) =>
        one.id === 'c0' ? { ...one, modelId: 'Remote.lab.poro', remoteHosts: ['gpu.example.fi:8000'] } : one,
      );
      return { ...usual(language), conversations, remotes: REMOTES };
    },
    hash: CHAT,
  },
  comparisons: { core: compared, hash: '#/compare' },
  'comparisons-empty': { core: (language) => ({ ...usual(language), more: fakeComparisons([]) }), hash: '#/compare' },
  compared: { core: compared, hash: '#/compare/v1' },
  'compared-set': { core: compared, hash: '#/compare/v2' },
  vote: { core: compared, hash: '#/compare/v2/vote' },
  results: { core: compared, hash: '#/compare/v2/results' },
  evaluations: { core: evaluated, hash: '#/evaluation' },
  'evaluations-empty': {
    core: (language) => ({ ...usual(language), more: fakeEvaluations({}) }),
    hash: '#/evaluation',
  },
  evaluation: { core: evaluated, hash: '#/evaluation/ifeval-fi-poro-2-8b-instruct' },
  'evaluation-judged': { core: evaluated, hash: '#/evaluation/judged' },
  'data-sets-empty': {
    core: (language) => ({ ...usual(language), more: fakeDatasets({}) }),
    hash: '#/training-data',
  },
  'data-sets': { core: collected, hash: '#/training-data' },
  'data-set': { core: collected, hash: '#/training-data/d1' },
  ...DAILY_STATES,
} satisfies Record<string, State>;

export type StateName = keyof typeof states;

export const STATES: Readonly<Record<StateName, State>> = states;

export function isStateName(name: string): name is StateName {
  return Object.hasOwn(STATES, name);
}
