import type { ModelFamily } from '#contract/models';

export interface FamilyWords {
  readonly name: string;
  readonly text: string;
  readonly languages: string;
  readonly use: string;
  readonly limits: string;
}

/** English for what is known of the families of models. */
export const families: Readonly<Record<ModelFamily, FamilyWords>> = {
  guide: {
    name: 'Sarvi guide',
    text: 'A tiny model that comes with Sarvi. It knows Sarvi, Poro 2 and a little about Finland, in Finnish and English. Good for a first try; not a general assistant.',
    languages: 'Finnish and English',
    use: 'A first try, and questions about Sarvi.',
    limits: 'Knows little, repeats itself and makes things up. No general assistant.',
  },
  'poro2-base': {
    name: 'Poro 2 Base',
    text: 'The pretrained base of Poro 2: it continues text and does not follow instructions. For research and for training further.',
    languages: 'Finnish and English; code',
    use: 'Training further, research, and continuing a text that you began.',
    limits: 'Does not answer questions or follow instructions, and nothing keeps it from harmful text.',
  },
  'poro2-sft': {
    name: 'Poro 2 SFT',
    text: 'A research version without preference tuning: it follows instructions, but has not learnt which of two answers people prefer. For studying the stages of training; for everyday use choose Poro 2 Instruct.',
    languages: 'Finnish and English',
    use: 'Research: what instruction tuning alone does.',
    limits:
      'A research version without preference tuning: answers are rougher and less careful than those of Poro 2 Instruct. May be wrong and biased.',
  },
  'poro2-instruct': {
    name: 'Poro 2 Instruct',
    text: 'A finished chat model that follows instructions in Finnish and English. Choose this for everyday use.',
    languages: 'Finnish and English',
    use: 'Conversation, writing and instructions.',
    limits: 'May be wrong or biased and knows nothing of recent events. Check what matters. Remembers 8,192 tokens.',
  },
  viking: {
    name: 'Viking',
    text: 'LumiOpen’s base model for the Nordic languages, in three sizes. It continues text and does not follow instructions.',
    languages: 'Finnish, Swedish, Danish, Norwegian, Icelandic and English; code',
    use: 'Training further, research, and continuing a text that you began.',
    limits:
      'Does not answer questions or follow instructions, and nothing keeps it from harmful text. Remembers 4,096 tokens.',
  },
  ahma: {
    name: 'Ahma',
    text: 'A Finnish model of the Finnish-NLP community, trained from the beginning on Finnish. Ahma Instruct answers questions; plain Ahma continues text.',
    languages: 'Finnish',
    use: 'Conversation in Finnish with Ahma Instruct; training further and research with plain Ahma.',
    limits: 'Knows Finnish only. Small: may be wrong or biased, and repeats itself. Remembers 2,048 tokens.',
  },
  eurollm: {
    name: 'EuroLLM',
    text: 'A European model for all official languages of the European Union. EuroLLM Instruct converses and translates; plain EuroLLM continues text.',
    languages: 'The 24 official languages of the EU, Finnish among them, and 11 others',
    use: 'Conversation and translation with EuroLLM Instruct; training further with plain EuroLLM.',
    limits: 'Has not been tuned to what people prefer: may be wrong, biased or harmful. Check what matters.',
  },
  'meta-llama': {
    name: 'Meta’s Llama',
    text: 'A Llama model of Meta’s own. Instruct and Chat converse; the others continue text.',
    languages: 'English, and seven more since Llama 3.1. Finnish is not among them.',
    use: 'Conversation in English with Instruct or Chat; training further with the others.',
    limits: 'Its Finnish is poor, most of all in the small sizes. May be wrong or biased. Check what matters.',
  },
  mistral: {
    name: 'Mistral',
    text: 'A model of the French company Mistral AI. Instruct converses; the others continue text.',
    languages: 'English, and less well other large European languages. Finnish is not among them.',
    use: 'Conversation in English with Instruct; training further with the others.',
    limits: 'Its Finnish is poor, and little keeps it from harmful text. May be wrong or biased. Check what matters.',
  },
  smollm2: {
    name: 'SmolLM2',
    text: 'A small and fast model of Hugging Face. Instruct converses; the others continue text.',
    languages: 'English',
    use: 'Short texts and summaries in English on a weak computer.',
    limits: 'Knows no Finnish. Small: knows little and makes things up. Check what matters.',
  },
  llama: {
    name: 'Llama',
    text: 'A model of the Llama architecture.',
    languages: 'The files do not say. Most Llama models are best in English.',
    use: 'What its makers say of it.',
    limits: 'May be wrong or biased. Check what matters.',
  },
};
