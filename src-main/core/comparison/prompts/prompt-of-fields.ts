import { MOST_TURNS, type PromptEntry, type PromptLanguage } from '#contract/comparisons';
import { because, type Reason } from '#contract/reasons';

const MOST_CHARACTERS = 1_000_000;
const MOST_LABEL = 100;

const LANGUAGES: Readonly<Record<string, PromptLanguage>> = {
  fi: 'fi',
  fin: 'fi',
  finnish: 'fi',
  suomi: 'fi',
  en: 'en',
  eng: 'en',
  english: 'en',
  englanti: 'en',
};

/**
 * A prompt from the fields of a line: `turns` as in MT-Bench, `messages` as in chat data, or `prompt`. Answers among
 * the messages are left out, because every model gives its own. Prompts with the same `pair`, or the same `id`, form a
 * cluster.
 */
export function promptOfFields(fields: Readonly<Record<string, unknown>>): PromptEntry | Reason {
  const said = saidIn(fields);
  if (typeof said === 'string') return said;
  const turns = said.turns.map((turn) => turn.toWellFormed().trim());
  if (turns.length === 0 || turns.includes('')) return because('prompt-empty');
  if (turns.length > MOST_TURNS) return because('prompt-many-turns', { most: MOST_TURNS });
  if (turns.some(({ length }) => length > MOST_CHARACTERS) || (said.systemPrompt?.length ?? 0) > MOST_LABEL * 1000) {
    return because('prompt-too-long');
  }
  return {
    turns,
    language: LANGUAGES[labelIn(fields, 'language', 'lang')?.toLowerCase() ?? ''] ?? null,
    category: labelIn(fields, 'category') ?? null,
    cluster: labelIn(fields, 'pair', 'cluster', 'id', 'question_id') ?? null,
    systemPrompt: said.systemPrompt,
  };
}

interface Said {
  readonly turns: readonly string[];
  readonly systemPrompt: string | null;
}

function saidIn({ turns, messages, prompt }: Readonly<Record<string, unknown>>): Said | Reason {
  if (Array.isArray(turns)) {
    return areTexts(turns) ? { turns, systemPrompt: null } : because('prompt-not-text', { field: 'turns' });
  }
  if (Array.isArray(messages)) return saidInMessages(messages);
  // Some sets have messages in `prompt`.
  if (Array.isArray(prompt)) return saidInMessages(prompt);
  if (typeof prompt === 'string') return { turns: [prompt], systemPrompt: null };
  if (prompt !== undefined && prompt !== null) return because('prompt-not-text', { field: 'prompt' });
  return because('prompt-missing');
}

function saidInMessages(messages: readonly unknown[]): Said | Reason {
  const turns: string[] = [];
  let systemPrompt: string | null = null;
  for (const message of messages) {
    const { role, content } = (typeof message === 'object' && message !== null ? message : {}) as Record<
      string,
      unknown
    >;
    if (typeof content !== 'string') return because('prompt-not-text', { field: 'messages' });
    if (role === 'user') turns.push(content);
    else if (role === 'system' && systemPrompt === null && turns.length === 0) systemPrompt = content.toWellFormed();
    else if (role !== 'assistant') return because('prompt-other-role', { role: String(role) });
  }
  return { turns, systemPrompt };
}

function areTexts(values: readonly unknown[]): values is readonly string[] {
  return values.every((value) => typeof value === 'string');
}

/** The first field that exists, as a short text. */
function labelIn(fields: Readonly<Record<string, unknown>>, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields[name];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const label = String(value).toWellFormed().trim().slice(0, MOST_LABEL).toWellFormed();
    if (label !== '') return label;
  }
  return null;
}
