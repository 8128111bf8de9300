/** What is said in the conversations of the gallery: every kind of block, long words and wide tables among them. */
import type { Conversation } from '#contract/conversations';
import type { Message } from '#contract/messages';
import { buildConversation, buildGenerationRecord, buildMessage, buildPoro } from '../builders/contract-values.ts';

export type Language = 'fi' | 'en';

const NOW = Date.now();
const HOUR = 3_600_000;

const TEXTS = {
  fi: {
    titles: [
      'Reseptin skaalaaminen kahdeksalle hengelle',
      'Kalevalan synty',
      'Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas ja muita pitkiä sanoja',
      'Python: CSV-tiedoston lukeminen',
      'Kokouskutsu vanhemmille',
    ],
    question: 'Näytä vertailu suomen sijamuodoista ja lyhyt Python-esimerkki.',
    answer: `## Paikallissijat

Suomessa on kuusi **paikallissijaa**. Sisäpaikallissijat kertovat, mitä tapahtuu *jonkin sisällä*, ja ulkopaikallissijat, mitä sen *pinnalla* tai *luona*.

| Sija | Pääte | Esimerkki | Merkitys |
| --- | --- | --- | --- |
| Inessiivi | -ssa, -ssä | talossa | sisällä |
| Elatiivi | -sta, -stä | talosta | sisältä pois |
| Illatiivi | -Vn, -hVn, -seen | taloon | sisään |

1. Valitse sana.
2. Lisää pääte.
   - [x] vokaalisointu
   - [ ] astevaihtelu

\`\`\`python
def inessiivi(sana: str) -> str:
    """Lisää päätteen vokaalisoinnun mukaan."""
    takavokaalit = set("aou")
    return sana + ("ssa" if takavokaalit & set(sana) else "ssä")  # yksinkertaistus: astevaihtelua ei oteta huomioon
\`\`\`

Sanojen määrä kasvaa tekijällä $n \\cdot 15$, sillä

$$\\sum_{k=1}^{n} 15 = 15n.$$

> Kieli on ajatuksen koti.

Lisää tietoa on [Kotuksen sivuilla](https://www.kotus.fi/).`,
  },
  en: {
    titles: [
      'Scaling a recipe for eight people',
      'How the Kalevala came to be',
      'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and other long words',
      'Python: reading a CSV file',
      'An invitation to a meeting of parents',
    ],
    question: 'Compare the Finnish locative cases and show a short Python example.',
    answer: `## Locative cases

Finnish has six **locative cases**. The inner ones say what happens *inside* something, the outer ones what happens *on* or *by* it.

| Case | Ending | Example | Meaning |
| --- | --- | --- | --- |
| Inessive | -ssa, -ssä | talossa | in the house |
| Elative | -sta, -stä | talosta | out of the house |
| Illative | -Vn, -hVn, -seen | taloon | into the house |

1. Choose a word.
2. Add the ending.
   - [x] vowel harmony
   - [ ] consonant gradation

\`\`\`python
def inessive(word: str) -> str:
    """Adds the ending that vowel harmony asks for."""
    back_vowels = set("aou")
    return word + ("ssa" if back_vowels & set(word) else "ssä")  # simplified: consonant gradation is left out
\`\`\`

The number of words grows by $n \\cdot 15$, since

$$\\sum_{k=1}^{n} 15 = 15n.$$

> Language is the house of thought.

There is more at [the Institute for the Languages of Finland](https://www.kotus.fi/).`,
  },
};

const poro = buildPoro('instruct');

/** Conversations of the last days; the first one has messages. */
export function conversationsOf(language: Language): Conversation[] {
  return TEXTS[language].titles.map((title, index) => {
    const at = NOW - index * 20 * HOUR;
    return buildConversation({
      id: `c${index}`,
      title,
      modelId: poro.id,
      modelName: poro.name,
      pinned: index === 1,
      createdAt: at,
      updatedAt: at,
    });
  });
}

export function messagesOf(language: Language, answer: Partial<Message> = {}): Message[] {
  const { question, answer: text } = TEXTS[language];
  const generation = buildGenerationRecord({ modelId: poro.id, modelName: poro.name, contextTokens: 8192 });
  return [
    buildMessage({ id: 'm1', conversationId: 'c0', text: question, createdAt: NOW - HOUR }),
    buildMessage({
      id: 'm2',
      conversationId: 'c0',
      parentId: 'm1',
      role: 'assistant',
      text,
      createdAt: NOW - HOUR + 9000,
      stopReason: 'end-of-generation',
      generation,
      ...answer,
    }),
  ];
}
