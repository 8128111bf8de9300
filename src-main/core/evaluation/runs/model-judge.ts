import type { EngineModel } from '../../engine/engine-model.ts';
import type { Judge } from '../task.ts';
import { askModel, type AskingEngine } from './ask-model.ts';

/** How many of the likeliest tokens count, as in the official judge of AlpacaEval. */
const TOP_TOKENS = 5;

/** A model as a judge. One that runs elsewhere tells no probabilities. */
export function modelJudge(engine: AskingEngine, model: EngineModel): Judge {
  const judge: Judge = {
    name: model.name,
    answer: async (messages, sampling, signal) => (await askModel(engine, model, messages, sampling, signal)).text,
  };
  if (model.remote) return judge;
  return {
    ...judge,
    async labelProbabilities(messages, labels, signal) {
      const sampling = { temperature: 1, maxTokens: 1, seed: 0, alternatives: TOP_TOKENS };
      const { first } = await askModel(engine, model, messages, sampling, signal);
      return labels.map((label) => first?.alternatives.find(({ text }) => text === label)?.probability ?? null);
    },
  };
}
