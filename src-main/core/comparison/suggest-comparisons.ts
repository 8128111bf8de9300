import type { CallOutput } from '#contract/contract';
import type { Model } from '#contract/models';

type Suggestion = CallOutput<'comparisons.suggest'>[number];
type Stage = Suggestion['columns'][number]['stage'];

const STAGES: readonly Stage[] = ['base', 'sft', 'instruct'];
/** Words of a name about the training, and about the file. */
const STAGE_WORDS = /\b(?:base|sft|dpo|instruct|chat|it)\b/gi;
const FILE_WORDS = /\b(?:gguf|i?q\d\w*|f16|f32|bf16|llama)\b/gi;

/**
 * Models of one family at different stages of their training, recognized by their names. A comparison needs at least
 * two.
 */
export function suggestComparisons(models: readonly Model[]): Suggestion[] {
  const families = new Map<string, Model[]>();
  for (const model of models.filter(({ available, family }) => available && family !== 'guide')) {
    const { layerCount, width, vocabularySize } = model.facts;
    const key = JSON.stringify([familyName(model).toLowerCase(), layerCount, width, vocabularySize]);
    families.set(key, [...(families.get(key) ?? []), model]);
  }
  return [...families.values()].flatMap((family) => {
    const chosen = STAGES.flatMap((stage) => {
      const model = mostAlike(
        family,
        family.filter((one) => stageOf(one) === stage),
      );
      return model ? [{ stage, model }] : [];
    });
    const [first] = chosen;
    if (first === undefined || chosen.length < 2) return [];
    const withTemplate = chosen.findLast(({ model }) => model.facts.hasChatTemplate)?.model.id ?? null;
    const columns = chosen.map(({ stage, model }) => ({
      modelId: model.id,
      modelName: model.name,
      stage,
      templateModelId: model.facts.hasChatTemplate ? null : withTemplate,
    }));
    return [{ name: familyName(first.model), columns }];
  });
}

function stageOf({ family, name, facts }: Model): Stage | null {
  if (family === 'poro2-base') return 'base';
  if (family === 'poro2-sft') return 'sft';
  if (family === 'poro2-instruct') return 'instruct';
  const words = name.replaceAll(/[-_]/g, ' ');
  if (/\bsft\b/i.test(words)) return 'sft';
  if (/\b(?:instruct|chat|it|dpo)\b/i.test(words)) return 'instruct';
  return /\bbase\b/i.test(words) || !facts.hasChatTemplate ? 'base' : null;
}

function familyName({ name }: Model): string {
  const words = name.replaceAll(/[-_]/g, ' ').replaceAll(STAGE_WORDS, ' ').replaceAll(FILE_WORDS, ' ');
  return words.replaceAll(/[()]/g, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** Among models of one stage, the one whose type most stages have: only the training should differ. */
function mostAlike(family: readonly Model[], candidates: readonly Model[]): Model | undefined {
  const spread = (type: string): number =>
    new Set(family.filter(({ facts }) => facts.fileType === type).map(stageOf)).size;
  return candidates.toSorted((a, b) => spread(b.facts.fileType) - spread(a.facts.fileType))[0];
}
