/** The probabilities of written tokens, in the forms in which servers tell them. */
import type { TokenChoice } from '#contract/generation-record';
import { MOST_ALTERNATIVES } from '#contract/sampling';
import { fieldsOf, listOf, textOf, type Fields } from './json-fields.ts';

type Weighed = Omit<TokenChoice, 'alternatives'>;

/** Of one answer, alternatives included: some ten megabytes in the history. What comes after is passed over. */
const MOST_WEIGHED = 200_000;
/** No vocabulary has a longer token. */
const MOST_TOKEN_LENGTH = 256;
/** Probabilities are rounded on the way. */
const TOLERANCE = 1e-2;
const MOST_ID = 2 ** 32;

export class LogprobReader {
  readonly #most: number;
  #weighed = 0;

  /** @param alternatives - how many were asked for; none keeps nothing of what a server tells unasked */
  constructor(alternatives: number) {
    this.#most = Math.min(alternatives, MOST_ALTERNATIVES);
  }

  /** Of one choice of a chunk. Tokens whose probability cannot be are passed over. */
  choicesOf(choice: Fields): TokenChoice[] {
    if (this.#most === 0) return [];
    const logprobs = fieldsOf(choice['logprobs']);
    const told = Array.isArray(logprobs['content']) ? ofContent(logprobs['content']) : ofLists(logprobs);
    const choices: TokenChoice[] = [];
    for (const { token, alternatives } of told) {
      if (this.#weighed > MOST_WEIGHED) break;
      const own = token();
      if (own === null) continue;
      const likeliest = alternatives()
        .flatMap((one) => one ?? [])
        .sort((a, b) => b.probability - a.probability)
        .slice(0, this.#most);
      this.#weighed += 1 + likeliest.length;
      choices.push({ ...own, alternatives: likeliest });
    }
    return choices;
  }
}

/** Read one after the other, so that a huge list takes no memory here. */
type Told = Iterable<{ readonly token: () => Weighed | null; readonly alternatives: () => (Weighed | null)[] }>;

/** Of chats, and of llama-server also elsewhere: `{content:[{token,logprob,top_logprobs}]}`. */
function* ofContent(content: readonly unknown[]): Told {
  for (const one of content) {
    const fields = fieldsOf(one);
    const top = (): readonly unknown[] => listOf(fields['top_logprobs']).slice(0, MOST_ALTERNATIVES + 1);
    yield { token: () => weighedOf(fields), alternatives: () => top().map((other) => weighedOf(fieldsOf(other))) };
  }
}

/** Of completions: lists of one length, and for each place an object of texts. */
function* ofLists({ tokens, token_logprobs: own, top_logprobs: top }: Fields): Told {
  for (const [place, token] of listOf(tokens).entries()) {
    const others = Object.entries(fieldsOf(listOf(top)[place])).slice(0, MOST_ALTERNATIVES + 1);
    yield {
      token: () => weighedOf({ token, logprob: listOf(own)[place] }),
      alternatives: () => others.map(([text, logprob]) => weighedOf({ token: text, logprob })),
    };
  }
}

function weighedOf({ token, logprob, id }: Fields): Weighed | null {
  const text = textOf(token);
  if (text === null || typeof logprob !== 'number' || Number.isNaN(logprob) || logprob > TOLERANCE) return null;
  const isId = Number.isSafeInteger(id) && Number(id) >= 0 && Number(id) < MOST_ID;
  return {
    ...(isId ? { token: Number(id) } : {}),
    text: text.slice(0, MOST_TOKEN_LENGTH).toWellFormed(),
    probability: Math.min(1, Math.exp(logprob)),
  };
}
