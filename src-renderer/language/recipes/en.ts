import type { LOSSES, ModelSize, RecipeValues, recipeFault, SCHEDULERS } from '#contract/recipes';

type NumberKey = { [Key in keyof RecipeValues]: RecipeValues[Key] extends number ? Key : never }[keyof RecipeValues];
type Fault = NonNullable<ReturnType<typeof recipeFault>>;

/** The values of training recipes, and what each does. */
export const recipes = {
  recipes: {
    title: 'Values of the recipes',
    summary: 'The recipes have the values of Poro 2 unless you choose others.',
    preset: 'Begin with the values of',
    presets: { '8b': 'Poro 2 8B', '70b': 'Poro 2 70B' } satisfies Record<ModelSize, string>,
    kto: 'Poro 2 was not trained with KTO: these are the values of its DPO, with the beta of TRL.',
    base: 'Model to begin with',
    baseHint: 'A name at Hugging Face or a folder. It should be the model that wrote the answers.',
    names: {
      epochs: 'Epochs',
      globalBatch: 'Batch, rows',
      perDevice: 'Rows in each process at once',
      processes: 'Processes',
      learningRate: 'Learning rate',
      loraLearningRate: 'Learning rate for LoRA',
      warmup: 'Warmup, share of steps',
      length: 'Longest row, tokens',
      beta: 'Beta',
      loraRank: 'LoRA: rank',
      loraAlpha: 'LoRA: alpha',
      seed: 'Seed',
    } satisfies Record<NumberKey, string>,
    hints: {
      epochs: 'How often all rows are read.',
      globalBatch: 'After so many rows the weights change once.',
      perDevice: 'More needs more memory and changes nothing else.',
      processes: 'One for each graphics card.',
      learningRate: 'How much the weights change in one step, when all of them are trained.',
      loraLearningRate: 'The same when only an adapter is trained; about ten times as much.',
      warmup: 'In the first steps the learning rate rises from zero.',
      length: 'Longer rows are cut or left out, as the tool does it.',
      beta: 'The larger, the more the model is held to where it began.',
      loraRank: 'The size of the adapter.',
      loraAlpha: 'The adapter counts alpha divided by rank times.',
      seed: 'The same seed mixes the rows in the same way.',
    } satisfies Record<NumberKey, string>,
    scheduler: 'Learning rate after the warmup',
    schedulers: {
      linear: 'Falls evenly to zero',
      cosine: 'Falls slowly, then fast, then slowly',
      constant: 'Stays the same',
    } satisfies Record<(typeof SCHEDULERS)[number], string>,
    lossOn: 'Learns from',
    losses: {
      all: 'All that was said, as Poro 2 is believed to have',
      answers: 'Answers alone',
    } satisfies Record<(typeof LOSSES)[number], string>,
    ownTemplate: 'The model has a chat template of its own',
    ownTemplateHint: 'Otherwise the export brings that of Llama 3.1, since a base model has none.',
    above: (most: string) => `A number above 0, at most ${most}`,
    faults: {
      'recipe-batch':
        'The batch cannot be spread evenly: it must be a multiple of the processes times the rows in each.',
      'recipe-kto-batch': 'KTO needs at least two rows in each process.',
    } satisfies Record<Fault, string>,
  },
};
