/** The remote engines that the user has added, with their keys and models. */
import { createHash } from 'node:crypto';
import type { HandlerInput } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { ModelId } from '#contract/primitives';
import {
  MOST_REMOTE_ENGINES,
  type ListedRemote,
  type RemoteEngine,
  type RemoteFinding,
  type RemoteId,
  type RemoteModel,
} from '#contract/remotes';
import type { EngineModel } from '../engine/engine-model.ts';
import type { KeyStore, Ports, SettingsStore } from '../ports.ts';
import type { ResolvedModel } from '../models/resolved-model.ts';
import type { Vocabularies } from './exact-prompts.ts';
import { probeServer } from './probe-server.ts';
import { readAddress, textOfAddress, type RemoteAddress } from './remote-address.ts';
import type { Connection } from './remote-connection.ts';
import { requireRemote } from './remote-engine.ts';
import type { Estimates, RemoteTarget } from './remote-target.ts';
import { readCertificates } from './trusted-certificates.ts';

export interface RemotesParts {
  readonly settings: SettingsStore;
  readonly keys: KeyStore;
  readonly proxyFor: Ports['proxyFor'];
  readonly vocabularies: Pick<Vocabularies, 'for'>;
  readonly onChange: (engines: ListedRemote[]) => void;
}

type Reach = Pick<RemoteEngine, 'address' | 'caPath' | 'usesProxy'>;

/** How records and lists call each kind. */
const KIND_NAMES: Record<RemoteFinding['kind'], string> = {
  vllm: 'vLLM',
  'llama-server': 'llama-server',
  sglang: 'SGLang',
  tgi: 'TGI',
  ollama: 'Ollama',
  'lm-studio': 'LM Studio',
  sarvi: 'Sarvi',
  other: 'OpenAI API',
};

export class Remotes {
  readonly #parts: RemotesParts;
  readonly #estimates = new Map<ModelId, Estimates>();

  constructor(parts: RemotesParts) {
    this.#parts = parts;
  }

  /** In the order of adding. */
  list(): Promise<ListedRemote[]> {
    return Promise.all(Object.entries(this.#engines).map(([id, engine]) => this.#listed(id, engine)));
  }

  /** @throws SarviError as `probeServer`, `readAddress`; `remote-plain` */
  async test(input: HandlerInput<'remotes.test'>): Promise<RemoteFinding & { host: string }> {
    const { connection } = await this.#reach(input);
    return { ...(await probeServer(connection)), host: connection.address.host };
  }

  /** @throws SarviError as `test`; `write-failed`, `disk-full` */
  async save(input: HandlerInput<'remotes.save'>): Promise<ListedRemote> {
    const { name, caPath, usesProxy, contextTokens, remoteId } = input;
    const { connection } = await this.#reach(input);
    const finding = await probeServer(connection);
    const id = remoteId ?? this.#freeId(name);
    const { origin } = connection.address;
    if (typeof input.key === 'string') await this.#parts.keys.set(id, { key: input.key, origin });
    else if (input.key === null) await this.#parts.keys.remove(id);
    const engine = { name, address: textOfAddress(connection.address), caPath, usesProxy, contextTokens, finding };
    this.#change({ ...this.#kept, [id]: engine });
    return this.#listed(id, engine);
  }

  /** @throws SarviError `remote-unknown`, `write-failed`, `disk-full` */
  async remove(remoteId: RemoteId): Promise<void> {
    this.#require(remoteId);
    await this.#parts.keys.remove(remoteId);
    this.#change(Object.fromEntries(Object.entries(this.#kept).filter(([id]) => id !== remoteId)));
  }

  /** Call this when another process has changed the settings. */
  refresh(): void {
    void this.list().then((engines) => this.#parts.onChange(engines));
  }

  /** Null for a model that runs on this computer. @throws SarviError `remote-unknown` for one that is gone */
  resolve(modelId: ModelId | null): ResolvedModel | null {
    if (modelId === null || !isRemoteId(modelId)) return null;
    const { id, engine, model } = this.#find(modelId);
    const { host } = readAddress(engine.address);
    return {
      id: modelId,
      name: model.name,
      path: '',
      sampling: {},
      contextTokens: model.contextTokens ?? undefined,
      licence: null,
      remote: {
        ...{ engineId: id, host, backend: KIND_NAMES[engine.finding.kind] },
        continues: engine.finding.abilities.continues,
      },
    };
  }

  /** @throws SarviError `remote-unknown`; those of reading its certificate file */
  async targetOf(model: EngineModel): Promise<RemoteTarget> {
    requireRemote(model);
    const { id, engine, model: found } = this.#find(model.id);
    const estimates = this.#estimates.get(model.id) ?? { factor: 1 };
    this.#estimates.set(model.id, estimates);
    const address = readAddress(engine.address);
    const connection = await this.#connect(address, engine, await this.#keyOf(id, address));
    const { kind, abilities } = engine.finding;
    const exact = abilities.tokenIds && abilities.counts;
    return {
      connection,
      host: address.host,
      kind,
      backend: KIND_NAMES[kind],
      model: found.name,
      contextTokens: found.contextTokens,
      abilities,
      estimates,
      exact: exact ? await this.#parts.vocabularies.for({ connection, kind, model: found.name }) : null,
    };
  }

  get #kept(): Readonly<Record<RemoteId, RemoteEngine>> {
    return this.#parts.settings.get().remoteEngines;
  }

  /** Without those whose address cannot be read: the settings may have been edited by hand. */
  get #engines(): Readonly<Record<RemoteId, RemoteEngine>> {
    return Object.fromEntries(Object.entries(this.#kept).filter(([, { address }]) => isReadable(address)));
  }

  #change(remoteEngines: Record<RemoteId, RemoteEngine>): void {
    this.#parts.settings.change({ remoteEngines });
    this.refresh();
  }

  async #reach(input: HandlerInput<'remotes.test'>): Promise<{ connection: Connection }> {
    const address = readAddress(input.address);
    if (address.isPlain && !input.allowsPlain) throw new SarviError('remote-plain', { host: address.host });
    const { key, remoteId } = input;
    const kept = key === undefined && remoteId !== undefined ? await this.#keyOf(remoteId, address) : null;
    return { connection: await this.#connect(address, input, key ?? kept) };
  }

  async #connect(address: RemoteAddress, { caPath, usesProxy }: Reach, key: string | null): Promise<Connection> {
    const ca = caPath === null ? null : await readCertificates(caPath, address.host);
    return { address, key, ca, proxy: usesProxy ? await this.#parts.proxyFor(address.origin) : null };
  }

  /** The kept key, for the address that it was given for. */
  async #keyOf(id: RemoteId, { origin }: RemoteAddress): Promise<string | null> {
    return (await this.#parts.keys.get(id, origin))?.key ?? null;
  }

  async #listed(id: RemoteId, engine: RemoteEngine): Promise<ListedRemote> {
    const { keys } = this.#parts;
    const { origin, host } = readAddress(engine.address);
    return {
      ...engine,
      id,
      host,
      key: (await keys.get(id, origin))?.place ?? 'none',
      keyVariable: keys.variableOf(id, origin),
      models: modelsOf(id, engine),
    };
  }

  #require(id: RemoteId): RemoteEngine {
    const engine = this.#engines[id];
    if (!engine) throw new SarviError('remote-unknown', { name: id });
    return engine;
  }

  #find(modelId: ModelId): { id: RemoteId; engine: RemoteEngine; model: RemoteModel } {
    for (const [id, engine] of Object.entries(this.#engines)) {
      const model = modelsOf(id, engine).find((one) => one.id === modelId);
      if (model) return { id, engine, model };
    }
    throw new SarviError('remote-unknown', { name: modelId });
  }

  #freeId(name: string): RemoteId {
    const engines = this.#kept;
    if (Object.keys(engines).length >= MOST_REMOTE_ENGINES) {
      throw new SarviError('invalid-input', { reason: `at most ${MOST_REMOTE_ENGINES}` });
    }
    const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    const slug = plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 32)
      .replace(/-+$/, '');
    const base = slug === '' ? 'engine' : slug;
    for (let count = 1; ; count += 1) {
      const id = count === 1 ? base : `${base}-${count}`;
      if (!Object.hasOwn(engines, id)) return id;
    }
  }
}

/** A folder of the library never has a capital letter. */
const PREFIX = 'Remote.';

function isRemoteId(modelId: ModelId): boolean {
  return modelId.startsWith(PREFIX);
}

/** Another host has other models: what the user lets one server read does not go to the next one at its place. */
function modelsOf(id: RemoteId, { address, finding, contextTokens }: RemoteEngine): RemoteModel[] {
  const { host } = readAddress(address);
  const digestOf = (name: string): string => createHash('sha256').update(`${host}\n${name}`).digest('hex').slice(0, 16);
  return finding.models.map((model) => ({
    id: `${PREFIX}${id}.${digestOf(model.name)}`,
    name: model.name,
    contextTokens: contextTokens ?? model.contextTokens,
  }));
}

function isReadable(address: string): boolean {
  try {
    readAddress(address);
    return true;
  } catch {
    return false;
  }
}
