/** What a judge is asked about one turn. */
export interface JudgePrompt {
  readonly name: string;
  readonly system: string;
  /** With Python's places: `{question}`, and `{{` for a brace. */
  readonly template: string;
}

/** The four kinds of single-answer grading. The second turn is judged with the whole conversation in view. */
export interface JudgePrompts {
  readonly single: JudgePrompt;
  readonly singleWithReference: JudgePrompt;
  readonly conversation: JudgePrompt;
  readonly conversationWithReference: JudgePrompt;
}

export type JudgePromptKind = keyof JudgePrompts;

/** The places that FastChat fills in each kind. */
export const PLACES: Readonly<Record<JudgePromptKind, readonly string[]>> = {
  single: ['question', 'answer'],
  singleWithReference: ['question', 'answer', 'ref_answer_1'],
  conversation: ['question_1', 'question_2', 'answer_1', 'answer_2'],
  conversationWithReference: ['question_1', 'question_2', 'answer_1', 'answer_2', 'ref_answer_1', 'ref_answer_2'],
};

const PLACE = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/** The places of a template; null if Python's `format` would refuse it. */
export function placesOf(template: string): string[] | null {
  const places: string[] = [];
  for (const [found, place] of template.matchAll(PLACE)) {
    if (place !== undefined) places.push(place);
    else if (found === '{' || found === '}') return null;
  }
  return places;
}

/** Fills all places at once, so that braces in an answer stay as they are. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACE, (found, place: string | undefined) => {
    if (place !== undefined) return values[place] ?? '';
    return found.charAt(0);
  });
}
