import type { RequestedAdapters } from '#contract/adapters';
import type { CallName, EventPayload, Handlers } from '#contract/contract';
import type { Comparison } from '#contract/comparisons';
import type { AskingMode } from '#contract/comparisons';
import type { Chat } from '../chat/chat.ts';
import type { Engine } from '../engine/engine.ts';
import type { History } from '../history/history.ts';
import { LanguageDetector } from '../language-detection/language-detector.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import type { Ports } from '../ports.ts';
import { allowRemote } from './allow-remote.ts';
import type { CellChatParts } from './answer-cell.ts';
import { AskColumns } from './ask-columns.ts';
import { askingMode } from './asking-mode.ts';
import { comparisonHandlers, type ComparisonParts } from './comparison-handlers.ts';
import { SetRuns } from './set-runs.ts';

export interface ComparisonsParts extends Pick<ComparisonParts, 'nameAdapters' | 'forget'> {
  readonly ports: Ports;
  readonly history: History;
  readonly chat: Chat;
  /** The parts that the chat needs. */
  readonly chatParts: CellChatParts;
  readonly library: ModelLibrary;
  readonly engine: Engine;
  readonly emit: (name: 'comparison.run', run: EventPayload<'comparison.run'>) => void;
}

export interface Comparisons {
  readonly handlers: Pick<Handlers, Extract<CallName, keyof ReturnType<typeof comparisonHandlers>>>;
  /** Stops the background runs, and waits until all their answers are saved. */
  pauseAll(): Promise<void>;
  /** The same, but waits only as long as a user would. */
  dispose(): Promise<void>;
  /** Resolves after the engine has ended. */
  settled(): Promise<void>;
}

/** Creates the parts of comparisons. */
export function createComparisons(parts: ComparisonsParts): Comparisons {
  const { ports, history, chat, chatParts, library, engine, emit, nameAdapters, forget } = parts;
  const detector = new LanguageDetector(ports.entries.language);
  const { models } = chatParts;
  const modeOf = ({ columns }: Comparison): Promise<AskingMode> => askingMode({ engine, models }, columns);
  const allow = allowRemote(history, models);
  const runs = new SetRuns({
    ...{ history, allow },
    detector,
    chat: chatParts,
    modeOf,
    isLoaded: (modelId) => engine.usageOf(modelId) !== 'none',
    tell: (run) => emit('comparison.run', run),
    log: ports.log,
  });
  const columns = new AskColumns({ history, chat, modeOf, allow });
  const handlers = comparisonHandlers({
    history,
    columns,
    runs,
    detector,
    models,
    engine,
    listModels: () => library.list(),
    nameAdapters: (requested: RequestedAdapters) => nameAdapters(requested),
    forget,
    dataFolder: ports.folders.data,
  });
  return {
    handlers,
    pauseAll: () => runs.pauseAll(),
    dispose: () => runs.dispose(),
    async settled() {
      await runs.settledAll();
      await detector.dispose();
    },
  };
}
