/** Values of the contract for tests: whole and plausible, with the fields that a test cares about replaced. */
import type { Adapter } from '#contract/adapters';
import type { Backup } from '#contract/backup-calls';
import type { Conversation } from '#contract/conversations';
import type { GenerationRecord } from '#contract/generation-record';
import type { Inspection } from '#contract/imports';
import type { Message } from '#contract/messages';
import type { Model } from '#contract/models';

export function buildModel(fields: Partial<Model> = {}): Model {
  return {
    id: 'guide',
    name: 'Sarven opas',
    family: 'guide',
    facts: {
      name: 'Sarvi guide',
      architecture: 'llama',
      parameterCount: 5_769_984,
      layerCount: 5,
      headCount: 4,
      keyValueHeadCount: 2,
      width: 256,
      feedForwardWidth: 768,
      vocabularySize: 3584,
      contextTokens: 2048,
      hasChatTemplate: true,
      licence: 'apache-2.0',
      tensorTypes: { F32: 12, Q4_K: 30, Q6_K: 6 },
      fileType: 'Q4_K_M',
      sizeBytes: 3_700_000,
    },
    sampling: {},
    addedAt: Date.UTC(2026, 10, 20, 9, 0),
    available: true,
    ...fields,
  };
}

export function buildPoro(variant: 'base' | 'sft' | 'instruct', fields: Partial<Model> = {}): Model {
  const name = `Poro 2 8B ${{ base: 'Base', sft: 'SFT', instruct: 'Instruct' }[variant]}`;
  return buildModel({
    id: `poro-2-8b-${variant}`,
    name,
    family: `poro2-${variant}`,
    facts: {
      name,
      architecture: 'llama',
      parameterCount: 8_030_261_248,
      layerCount: 32,
      headCount: 32,
      keyValueHeadCount: 8,
      width: 4096,
      feedForwardWidth: 14_336,
      vocabularySize: 128_256,
      contextTokens: 8192,
      hasChatTemplate: variant !== 'base',
      licence: 'llama3.3',
      tensorTypes: { F32: 66, Q4_K: 193, Q6_K: 33 },
      fileType: 'Q4_K_M',
      sizeBytes: 4_920_734_272,
    },
    sampling: { temperature: 0.7, maxTokens: 500 },
    ...fields,
  });
}

export function buildAdapter(fields: Partial<Adapter> = {}): Adapter {
  return {
    id: 'a'.repeat(32),
    name: 'Runot',
    addedAt: Date.UTC(2026, 10, 20, 9, 0),
    sizeBytes: 83_900_000,
    baseModel: 'LumiOpen/Llama-Poro-2-8B-Instruct',
    rank: 16,
    alpha: 32,
    available: true,
    ...fields,
  };
}

export function buildConversation(fields: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c1',
    title: 'Kuka olet?',
    systemPrompt: '',
    modelId: 'guide',
    modelName: 'Sarven opas',
    sampling: {},
    adapters: [],
    pinned: false,
    archived: false,
    folderId: null,
    tagIds: [],
    createdAt: Date.UTC(2026, 10, 20, 9, 0),
    updatedAt: Date.UTC(2026, 10, 20, 9, 0),
    deletedAt: null,
    ...fields,
  };
}

export function buildMessage(fields: Partial<Message> = {}): Message {
  return {
    id: 'm1',
    conversationId: 'c1',
    parentId: null,
    role: 'user',
    text: 'Kuka olet?',
    createdAt: Date.UTC(2026, 10, 20, 9, 0),
    streaming: false,
    stopReason: null,
    error: null,
    generation: null,
    ...fields,
  };
}

export function buildGenerationRecord(fields: Partial<GenerationRecord> = {}): GenerationRecord {
  return {
    modelId: 'guide',
    modelName: 'Sarven opas',
    backend: 'CPU',
    sampling: { temperature: 0.7, topP: 1, topK: 0, minP: 0, repetitionPenalty: 1, maxTokens: 500 },
    seed: 1_234_567,
    freshTokens: 18,
    cachedTokens: 0,
    generatedTokens: 61,
    timeToFirstTokenMs: 42,
    promptMs: 38,
    generationMs: 610,
    contextTokens: 2048,
    contextUsedTokens: 79,
    memoryBeginsAt: null,
    ...fields,
  };
}

export function buildInspection(fields: Partial<Inspection> = {}): Inspection {
  const { facts, sampling } = buildPoro('instruct');
  return {
    path: '/home/aino/mallit/Poro-2-8B-Instruct',
    kind: 'checkpoint',
    family: 'poro2-instruct',
    facts: { ...facts, tensorTypes: { BF16: 291 }, fileType: 'BF16', sizeBytes: 16_060_522_496 },
    sampling,
    preTokenizer: { name: 'llama-bpe', toldBy: 'check-text' },
    problems: [],
    notes: [],
    sizes: [
      {
        quantization: 'F32',
        sizeBytes: 32_121_044_992,
        bitsPerWeight: 32,
        quality: 'original',
        divergence: 0,
        seconds: 160,
        fit: { verdict: 'fits', neededBytes: 6_500_000_000, freeBytes: 24_000_000_000 },
      },
      {
        quantization: 'F16',
        sizeBytes: 16_068_890_912,
        bitsPerWeight: 16,
        quality: 'original',
        divergence: 0,
        seconds: 80,
        fit: { verdict: 'fits', neededBytes: 6_500_000_000, freeBytes: 24_000_000_000 },
      },
      {
        quantization: 'BF16',
        sizeBytes: 16_068_890_912,
        bitsPerWeight: 16,
        quality: 'original',
        divergence: 0,
        seconds: 80,
        fit: { verdict: 'fits', neededBytes: 6_500_000_000, freeBytes: 24_000_000_000 },
      },
      {
        quantization: 'Q8_0',
        sizeBytes: 8_540_770_592,
        bitsPerWeight: 8.5,
        quality: 'excellent',
        divergence: 0.001355,
        seconds: 90,
        fit: { verdict: 'fits', neededBytes: 6_500_000_000, freeBytes: 24_000_000_000 },
      },
      {
        quantization: 'Q6_K',
        sizeBytes: 6_596_006_176,
        bitsPerWeight: 6.56,
        quality: 'excellent',
        divergence: 0.005452,
        seconds: 260,
        fit: { verdict: 'fits', neededBytes: 6_500_000_000, freeBytes: 24_000_000_000 },
      },
      {
        quantization: 'Q5_K_M',
        sizeBytes: 5_732_987_168,
        bitsPerWeight: 5.7,
        quality: 'very-good',
        divergence: 0.010762,
        seconds: 420,
        fit: { verdict: 'fits', neededBytes: 6_500_000_000, freeBytes: 24_000_000_000 },
      },
      {
        quantization: 'Q4_K_M',
        sizeBytes: 4_920_734_272,
        bitsPerWeight: 4.89,
        quality: 'good',
        divergence: 0.031273,
        seconds: 480,
        fit: { verdict: 'fits', neededBytes: 6_500_000_000, freeBytes: 24_000_000_000 },
      },
    ],
    fit: null,
    recommended: 'Q4_K_M',
    freeBytes: 24_000_000_000,
    ...fields,
  };
}

export function buildBackup(fields: Partial<Backup> = {}): Backup {
  const id = fields.id ?? 'daily-2026-11-22T18-30-00Z.db';
  return {
    id,
    path: `/home/aino/.local/share/sarvi/history/backups/${id}`,
    reason: 'daily',
    madeAt: Date.UTC(2026, 10, 22, 18, 30),
    sizeBytes: 12_400_000,
    conversations: 148,
    fault: null,
    ...fields,
  };
}
