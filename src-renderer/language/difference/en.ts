import { counted } from '../counted.ts';

/** English for the page that shows the difference of two models token by token. */
export const difference = {
  difference: {
    title: 'Inside the difference',
    intro:
      'Two models read the same answer, token by token (a token is a piece of a word). The page shows where the tuned model finds a token likelier than its starting model, and where it does not.',
    open: 'Look inside the difference',
    source: 'Answer to read',
    fromConversation: (name: string) => `An answer of ${name} in a conversation`,
    toConversation: 'Show in the conversation',
    ownText: 'Use a text of your own',
    prompt: 'Prompt',
    answer: 'Answer',
    tuned: 'Tuned model',
    tunedHint: 'For example Instruct, or the model that wrote the answer.',
    start: 'Starting model',
    startHint: 'What the tuned model was made from, for example SFT.',
    swap: 'Swap the models',
    control: 'Both sides are the same model: this is a control, and every difference is 0.',
    quantizations: (first: string, second: string) =>
      `The models have different quantizations (${first} and ${second}), so a part of the difference comes from them.`,
    twoModels: 'Import a second model to compare with. Another quantization of the same model shows the noise floor.',
    read: 'Read the answer',
    waiting: 'Waiting for the memory…',
    loading: (percent: string) => `Loading the models, ${percent}`,
    reading: (percent: string) => `Reading the answer, ${percent}`,
    progress: 'Reading',
    result: 'Result',
    shade: 'Colour by',
    shades: { ratio: 'Log-ratio', rank: 'Rank', kl: 'KL divergence' },
    explained: {
      ratio: (tuned: string, start: string) =>
        `Log-ratio: ln p(${tuned}) − ln p(${start}). Green with a solid line: likelier under ${tuned}. Red with a dotted line: likelier under ${start}.`,
      rank: (start: string) => `Rank of the token under ${start}: 1 is the likeliest.`,
      rankNamed: (start: string) =>
        `The answer is the tuned model’s own greedy answer. By the token’s rank under ${start}: 1 unshifted, 2–3 marginal, above 3 shifted.`,
      kl: (tuned: string, start: string) =>
        `KL(${tuned} ‖ ${start}) at each place, over the whole vocabulary, in nats.`,
    },
    text: 'The answer, token by token',
    textKeys: 'Arrow keys move from token to token, Enter shows the alternatives.',
    token: (text: string, ratio: string, rank: string, kl: string) =>
      `${text}: log-ratio ${ratio}, rank ${rank} under the starting model${kl === '' ? '' : `, KL ${kl}`}`,
    alternatives: 'Likeliest tokens',
    probability: 'Probability',
    logprob: 'Log-probability',
    logprobOf: (name: string) => `Log-probability, ${name}`,
    rank: 'Rank',
    rankOf: (name: string) => `Rank, ${name}`,
    ratio: 'Log-ratio',
    kl: 'KL',
    entropy: 'Entropy',
    plot: 'By position',
    plotText: (measure: string, least: string, most: string) =>
      `${measure} of each token in the order of the answer, from ${least} to ${most}. The table below has the numbers.`,
    shifted: 'Most shifted tokens',
    shiftedItem: (place: string) => `token ${place}`,
    sums: 'Sums',
    tokens: 'Tokens',
    tokenCount: counted('en', { one: '# token', other: '# tokens' }),
    withEnd: 'with the end of the answer',
    withoutEnd: 'without an end, since the answer was cut off',
    logprobSum: (name: string) => `Sum of log-probabilities, ${name}`,
    ratioSum: 'Sum of log-ratios',
    perplexity: (name: string) => `Perplexity of the answer, ${name}`,
    meanKl: (tuned: string, start: string) => `Mean KL(${tuned} ‖ ${start})`,
    nats: (value: string) => `${value} nats`,
    beta: 'Beta',
    betaHint: 'The β of preference tuning. 0.01 is known for Poro 2 SFT to Instruct.',
    betaRange: 'A number from 0 to 10',
    reward: 'Implicit reward',
    rewardHint: 'β times the sum of log-ratios. Only the sum means something, not the share of one token.',
    noReward: 'No β is known for these models.',
    classes: 'Shift of the tokens',
    classShares: (unshifted: string, marginal: string, shifted: string) =>
      `${unshifted} unshifted, ${marginal} marginal, ${shifted} shifted`,
    firstShare: (start: string) => `Likeliest token under ${start}`,
    floor: 'Noise floor',
    floorText: (name: string, type: string, value: string) =>
      `${name} (${type}): ${value} nats on average between F16 and this quantization, as llama.cpp published for Llama 3 8B. A mean KL near this says little.`,
    floorUnknown: (name: string, type: string) =>
      `${name} (${type}): no figure is published. Compare two quantizations of the same model to see it.`,
    rounded:
      'Memory had room for one model at a time, so the first one’s probabilities were rounded to 16 bits, as llama.cpp does.',
    elsewhere:
      'A server elsewhere has read the answer. Servers tell only a few tokens of each place, so there is no KL divergence and no entropy.',
    table: 'All tokens as a table',
    position: 'Position',
    tokenColumn: 'Token',
  },
};
