import { stat } from 'node:fs/promises';
import type { Backend } from '#contract/backends';
import { SarviError } from '#contract/errors';
import type { KvCacheType } from '#contract/context-window';
import type { EngineModel } from './engine-model.ts';
import type { LoadRequest, SpeculationUse } from './protocol.ts';
import type { Limits } from './safer-settings.ts';

/** Settings of the user and limits of memory that count for every load. */
export interface LoadSettings {
  readonly maxContextTokens: number;
  readonly kvCacheType: () => KvCacheType;
  /** Answers that one model may write at a time, if memory has room for their windows. */
  readonly sequences: () => number;
  readonly speculation: (model: EngineModel) => Promise<SpeculationUse>;
}

export type LoadOptions = Omit<LoadRequest, 'kind' | 'id' | 'path' | 'threads'>;

/** The backend and options of one load. */
export interface LoadPlan {
  readonly backend: Backend | 'auto';
  readonly options: LoadOptions;
}

/** Identifies a model with the settings of its use: answers with the same key can be written side by side. */
export function modelKeyOf({ path, contextTokens, adapters }: EngineModel, { kvCacheType }: LoadSettings): string {
  return JSON.stringify({ path, contextTokens, adapters, kvCacheType: kvCacheType() });
}

/** @param limits - safer settings that the engine has chosen for this model */
export async function loadOptionsOf(model: EngineModel, settings: LoadSettings, limits: Limits): Promise<LoadOptions> {
  const wanted = model.contextTokens ?? settings.maxContextTokens;
  return {
    maxContextTokens: Math.min(wanted, limits.maxContextTokens ?? wanted),
    kvCacheType: settings.kvCacheType(),
    maxGpuLayers: limits.maxGpuLayers,
    adapters: model.adapters ?? [],
    sequences: settings.sequences(),
    speculation: await settings.speculation(model),
  };
}

/**
 * Identifies all files and load options; equal fingerprints mean the same loaded model. @throws SarviError
 * `model-file-missing`
 */
export async function fingerprintOf({ name, path }: EngineModel, { backend, options }: LoadPlan): Promise<string> {
  const files: unknown[] = [];
  for (const file of [path, ...options.adapters.map((adapter) => adapter.path)]) {
    try {
      const { size, mtimeMs } = await stat(file);
      files.push({ file, size, mtimeMs });
    } catch (error) {
      throw new SarviError('model-file-missing', { name, path: file }, { cause: error });
    }
  }
  return JSON.stringify({ files, backend, ...options });
}

/** The same without the adapters, which can change without a new load. @throws SarviError `model-file-missing` */
export function fingerprintWithoutAdapters(model: EngineModel, { backend, options }: LoadPlan): Promise<string> {
  return fingerprintOf(model, { backend, options: { ...options, adapters: [] } });
}
