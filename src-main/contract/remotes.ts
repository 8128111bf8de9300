/** Remote engines: servers elsewhere that run models for Sarvi. */
import * as v from 'valibot';
import { ContextTokens } from './context-window.ts';
import { Count, FilePath, ModelId } from './primitives.ts';

export const REMOTE_KINDS = ['vllm', 'llama-server', 'sglang', 'tgi', 'ollama', 'lm-studio', 'sarvi', 'other'] as const;
export const RemoteKind = v.picklist(REMOTE_KINDS);
export type RemoteKind = v.InferOutput<typeof RemoteKind>;

/** Kinds that tell the probabilities of a given text, token by token. */
const SCORING_KINDS: ReadonlySet<RemoteKind> = new Set<RemoteKind>(['vllm', 'sarvi']);

export function scoresTexts(kind: RemoteKind): boolean {
  return SCORING_KINDS.has(kind);
}

export const MOST_REMOTE_ENGINES = 50;
/** Of one server; a server may list everything that its maker hosts. */
export const MOST_REMOTE_MODELS = 1000;
export const MOST_SERVER_NAME_LENGTH = 300;
const MOST_KEY_LENGTH = 4096;

export const RemoteId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));
export type RemoteId = string;

/** A server's name with its port, as it is in its address: `gpu.example.fi:8000`. */
export const RemoteHost = v.pipe(v.string(), v.nonEmpty(), v.maxLength(300));

/** A key travels in a header, so it has visible characters only. */
export const RemoteKey = v.pipe(v.string(), v.trim(), v.regex(/^[\x21-\x7E]+$/), v.maxLength(MOST_KEY_LENGTH));

export const RemoteAbilities = v.strictObject({
  /** Tells the probabilities of tokens. */
  logprobs: v.boolean(),
  /** Takes prompts as token ids. */
  tokenIds: v.boolean(),
  /** Continues an answer that was cut short. */
  continues: v.boolean(),
  /** Counts the tokens of a text. */
  counts: v.boolean(),
});
export type RemoteAbilities = v.InferOutput<typeof RemoteAbilities>;

export const RemoteModel = v.strictObject({
  /** Sarvi's id for it, which stays while the host does. */
  id: ModelId,
  /** The server's name for it. */
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MOST_SERVER_NAME_LENGTH)),
  /** The size of the window; null when the server does not tell. */
  contextTokens: v.nullable(Count),
});
export type RemoteModel = v.InferOutput<typeof RemoteModel>;

/** What answers at an address. */
export const RemoteFinding = v.strictObject({
  kind: RemoteKind,
  /** The server's version; null when it does not tell. */
  version: v.nullable(v.pipe(v.string(), v.maxLength(100))),
  abilities: RemoteAbilities,
  models: v.pipe(
    v.array(v.strictObject({ name: RemoteModel.entries.name, contextTokens: v.nullable(Count) })),
    v.maxLength(MOST_REMOTE_MODELS),
  ),
});
export type RemoteFinding = v.InferOutput<typeof RemoteFinding>;

/** One remote engine as it is kept in the settings. Its key is not among them. */
export const RemoteEngine = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(100)),
  /** Scheme, host, port and the path before `/v1`: `https://gpu.example.fi:8000`. */
  address: v.pipe(v.string(), v.nonEmpty(), v.maxLength(500)),
  /** A file with the certificates to trust in addition to the system's. */
  caPath: v.nullable(FilePath),
  /** Uses the proxy of the system's settings. */
  usesProxy: v.boolean(),
  /** The window of its models; null is what the server tells. */
  contextTokens: v.nullable(ContextTokens),
  finding: RemoteFinding,
});
export type RemoteEngine = v.InferOutput<typeof RemoteEngine>;

/** Where the key of an engine is: nowhere, with the system, in memory until Sarvi ends, or in an environment variable. */
export const KeyPlace = v.picklist(['none', 'system', 'session', 'environment']);
export type KeyPlace = v.InferOutput<typeof KeyPlace>;

/** A remote engine as the page shows it. */
export const ListedRemote = v.strictObject({
  ...RemoteEngine.entries,
  id: RemoteId,
  host: RemoteHost,
  key: KeyPlace,
  /** Its key could be here instead, where no system keeps it. */
  keyVariable: v.string(),
  models: v.array(RemoteModel),
});
export type ListedRemote = v.InferOutput<typeof ListedRemote>;
