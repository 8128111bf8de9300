import type { Handlers } from '#contract/contract';
import type { ModelId } from '#contract/primitives';
import type { Ports } from '../ports.ts';
import { inspectModel } from './inspect-model.ts';
import type { ModelFits } from './model-fits.ts';
import type { ModelLibrary } from './model-library.ts';
import type { ModelMove } from './model-move.ts';
import type { FindPreTokenizer } from './pre-tokenizer-finder.ts';
import { speedFinder } from './speed-finder.ts';

type ModelCall =
  | 'models.list'
  | 'models.inspect'
  | 'models.rename'
  | 'models.remove'
  | 'models.loadAnyway'
  | 'models.fit'
  | 'models.place'
  | 'models.moveTo'
  | 'models.continueMove'
  | 'models.stopMove';

export interface ModelParts {
  readonly models: ModelLibrary;
  readonly move: ModelMove;
  readonly fits: Pick<ModelFits, 'fitting' | 'fit' | 'allow'>;
  readonly findPreTokenizer: FindPreTokenizer;
  readonly removeModel: (modelId: ModelId) => Promise<void>;
  /** Updates the model's name in all conversations that use it. */
  readonly nameInConversations: (modelId: ModelId, name: string) => Promise<unknown>;
}

/** Handlers of the calls about models. */
export function modelHandlers(
  ports: Ports,
  { models, move, fits, findPreTokenizer, removeModel, nameInConversations }: ModelParts,
): Handlers<ModelCall> {
  const findSpeeds = speedFinder(ports, models.folder);
  return {
    'models.list': () => models.list(),
    'models.inspect': ({ path }) =>
      inspectModel(path, models.folder, findPreTokenizer, findSpeeds, () => fits.fitting()),
    'models.rename': async ({ modelId, name }) => {
      await models.rename(modelId, name);
      await nameInConversations(modelId, name);
      return null;
    },
    'models.remove': async ({ modelId }) => {
      await removeModel(modelId);
      return null;
    },
    'models.loadAnyway': ({ modelId }) => {
      fits.allow(modelId);
      return Promise.resolve(null);
    },
    'models.fit': ({ modelId, contextTokens }) => fits.fit(modelId, contextTokens),
    'models.place': () => Promise.resolve(move.place()),
    'models.moveTo': ({ parent }) => move.moveTo(parent),
    'models.continueMove': () => move.continue(),
    'models.stopMove': async () => {
      await move.stop();
      return null;
    },
  };
}
