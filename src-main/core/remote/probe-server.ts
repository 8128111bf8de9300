/**
 * Asks an address what answers there: the kind of server, its models with their windows, and what it can do. Sends
 * nothing that the user wrote.
 */
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import {
  MOST_REMOTE_MODELS,
  MOST_SERVER_NAME_LENGTH,
  type RemoteAbilities,
  type RemoteFinding,
  type RemoteKind,
} from '#contract/remotes';
import { fieldsOf, listOf, textOf, windowOf, type Fields } from './json-fields.ts';
import { askJson, type Connection } from './remote-connection.ts';
import { plainWords, unexpected } from './remote-failure.ts';

/** A server that is up lists its models at once. */
const SILENCE_MS = 20_000;
/** Ollama is asked for the window of each of its models; the others get theirs when they are used. */
const MOST_SHOWN = 20;
/** Ollama's own where nobody has set another, on most machines. */
const OLLAMA_WINDOW = 4096;

/** Control characters, and those that turn the direction of what stands behind: a name could pretend to be another. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}]/u;

type Found = { readonly name: string; readonly contextTokens: number | null }[];

/** What is known of each kind, by its documentation. */
const ABILITIES: Record<RemoteKind, RemoteAbilities> = {
  vllm: { logprobs: true, tokenIds: true, continues: true, counts: true },
  'llama-server': { logprobs: true, tokenIds: true, continues: true, counts: true },
  sglang: { logprobs: true, tokenIds: true, continues: true, counts: false },
  tgi: { logprobs: true, tokenIds: false, continues: false, counts: false },
  ollama: { logprobs: false, tokenIds: false, continues: false, counts: false },
  'lm-studio': { logprobs: false, tokenIds: false, continues: false, counts: false },
  sarvi: { logprobs: true, tokenIds: true, continues: true, counts: true },
  other: { logprobs: false, tokenIds: false, continues: false, counts: false },
};

/** Who a server says its models belong to. */
const OWNERS: Readonly<Record<string, RemoteKind>> = {
  vllm: 'vllm',
  llamacpp: 'llama-server',
  sglang: 'sglang',
  library: 'ollama',
  organization_owner: 'lm-studio',
  sarvi: 'sarvi',
};

/** @throws SarviError as `REMOTE_ERRORS` */
export async function probeServer(connection: Connection, signal?: AbortSignal): Promise<RemoteFinding> {
  const { host } = connection.address;
  const ask = (path: string, body?: unknown): Promise<unknown> =>
    askJson(connection, { path, body, signal, silenceMs: SILENCE_MS });
  /** Empty where there is no such page. */
  const look = async (path: string, body?: unknown): Promise<Fields> =>
    fieldsOf(await ask(path, body).catch(() => null));

  const listed = await ask('/v1/models').catch((error: unknown) => {
    if (error instanceof SarviError && error.code === 'remote-refused' && error.details['status'] === 404) return null;
    throw error;
  });
  const entries = listOf(fieldsOf(listed)['data']).map(fieldsOf).slice(0, MOST_REMOTE_MODELS);
  const kind = (await kindOf(entries, look)) ?? (entries.length > 0 ? 'other' : null);
  if (kind === null) {
    throw unexpected(
      host,
      because(listed === null || !('data' in fieldsOf(listed)) ? 'answers-no-models' : 'answers-no-model'),
    );
  }
  const { version, models } = await LOOKS[kind](entries, look);
  if (models.length === 0) throw unexpected(host, because('answers-no-model'));
  return {
    kind,
    version: version === null ? null : plainWords(version).slice(0, 100).toWellFormed(),
    abilities: ABILITIES[kind],
    models: bounded(models),
  };
}

type Look = (path: string, body?: unknown) => Promise<Fields>;

async function kindOf(entries: readonly Fields[], look: Look): Promise<RemoteKind | null> {
  const owner = textOf(entries[0]?.['owned_by']);
  if (owner !== null && Object.hasOwn(OWNERS, owner)) return OWNERS[owner] ?? null;
  // Who stands behind a proxy that renames owners, or answers without a list.
  const [version, props, ollama, studio, info, sglang] = await Promise.all(
    ['/version', '/props', '/api/version', '/api/v0/models', '/info', '/get_model_info'].map((path) => look(path)),
  );
  if (info && 'max_total_tokens' in info) return 'tgi';
  if (props && 'default_generation_settings' in props) return 'llama-server';
  if (studio && Array.isArray(studio['data'])) return 'lm-studio';
  if (sglang && 'is_generation' in sglang) return 'sglang';
  if (ollama && textOf(ollama['version']) !== null) return 'ollama';
  // Others have a page of this name too; the length of a model only vLLM lists.
  return version && textOf(version['version']) !== null && 'max_model_len' in (entries[0] ?? {}) ? 'vllm' : null;
}

type LookAt = (entries: readonly Fields[], look: Look) => Promise<{ version: string | null; models: Found }>;

const LOOKS: Record<RemoteKind, LookAt> = {
  vllm: async (entries, look) => ({
    version: textOf((await look('/version'))['version']),
    models: found(entries, (entry) => windowOf(entry['max_model_len'])),
  }),
  sglang: async (entries, look) => ({
    version: textOf((await look('/get_server_info'))['version']),
    models: found(entries, (entry) => windowOf(entry['max_model_len'])),
  }),
  'llama-server': async (entries, look) => {
    const props = await look('/props');
    // Of one slot; what a model was trained with is no promise of it.
    const window = windowOf(fieldsOf(props['default_generation_settings'])['n_ctx']);
    return { version: textOf(props['build_info']), models: found(entries, () => window) };
  },
  tgi: async (entries, look) => {
    const info = await look('/info');
    const window = windowOf(info['max_total_tokens']);
    const own = textOf(info['model_id']);
    const models = found(entries, () => window);
    return {
      version: textOf(info['version']),
      models: models.length > 0 || own === null ? models : [{ name: own, contextTokens: window }],
    };
  },
  ollama: async (entries, look) => {
    const [version, running] = await Promise.all([look('/api/version'), look('/api/ps')]);
    const inUse = new Map(
      listOf(running['models'])
        .map(fieldsOf)
        .map((one) => [textOf(one['name']) ?? textOf(one['model']) ?? '', windowOf(one['context_length'])]),
    );
    const shown = await Promise.all(
      found(entries, () => null).map(async ({ name }, index) => {
        const own = inUse.get(name) ?? (index < MOST_SHOWN ? await ollamaWindow(name, look) : null);
        return { name, contextTokens: own };
      }),
    );
    return { version: textOf(version['version']), models: shown };
  },
  'lm-studio': async (entries, look) => {
    const details = new Map(
      listOf((await look('/api/v0/models'))['data'])
        .map(fieldsOf)
        .map((one) => [textOf(one['id']) ?? '', one]),
    );
    const chats = entries.filter((entry) => details.get(textOf(entry['id']) ?? '')?.['type'] !== 'embeddings');
    return {
      version: null,
      models: found(chats, (entry) => windowOf(details.get(textOf(entry['id']) ?? '')?.['loaded_context_length'])),
    };
  },
  sarvi: (entries) =>
    Promise.resolve({ version: null, models: found(entries, (entry) => windowOf(entry['max_model_len'])) }),
  other: (entries) =>
    Promise.resolve({
      version: null,
      models: found(entries, (entry) => windowOf(entry['max_model_len'] ?? entry['context_length'])),
    }),
};

/** Ollama's window is what its settings say; what the model could have is no promise, and the rest is cut silently. */
async function ollamaWindow(name: string, look: Look): Promise<number | null> {
  const { parameters } = await look('/api/show', { model: name });
  const [, tokens] = /^num_ctx\s+(\d+)$/m.exec(textOf(parameters) ?? '') ?? [];
  return tokens === undefined ? OLLAMA_WINDOW : windowOf(Number(tokens));
}

function found(entries: readonly Fields[], window: (entry: Fields) => number | null): Found {
  return entries.flatMap((entry) => {
    const name = textOf(entry['id'])?.trim() ?? '';
    const isName = name !== '' && name.length <= MOST_SERVER_NAME_LENGTH && !UNSEEN.test(name);
    return !isName ? [] : [{ name, contextTokens: window(entry) }];
  });
}

/** Each name once. */
function bounded(models: Found): Found {
  return models.filter(({ name }, index) => models.findIndex((other) => other.name === name) === index);
}
