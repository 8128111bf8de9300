/**
 * Sarvi's own judge prompts. They ask for the same as FastChat's (a short reason, then a grade from 1 to 10 in double
 * brackets) in words of their own.
 */
import type { JudgePrompts } from './judge-prompt.ts';
import type { MtBenchLanguage } from './questions.ts';

const ENGLISH = {
  system:
    'You grade the answers of AI assistants. You are strict and fair, and you say briefly what your grade rests on.',
  criteria:
    'Ask yourself whether the answer is true, whether it answers what was asked, whether anything important is missing, and whether it is clear and well written. If the question asks for a certain form, length or language, check that the answer has it. A long answer is not better because it is long.',
  checking:
    'You also have a reference answer, which is right. Compare the answer with it step by step: are the result and the way to it right? The answer may be worded differently and explained in another way. An answer with a wrong result gets a low grade, however well it is written.',
  form: 'First write two to four sentences on what is good and what is wrong. Then write the grade on a line of its own, a whole number from 1 (useless) to 10 (excellent) in double square brackets, like this: Grade: [[5]]',
};

const FINNISH = {
  system: 'Arvostelet tekoälyavustajien vastauksia. Olet tarkka ja reilu ja perustelet arvosanasi lyhyesti.',
  criteria:
    'Mieti, pitääkö vastaus paikkansa, vastaako se siihen, mitä kysyttiin, puuttuuko siitä jotain tärkeää ja onko se selkeää ja sujuvaa suomea. Jos kysymyksessä pyydetään tiettyä muotoa, pituutta tai kieltä, tarkista, että vastaus noudattaa pyyntöä. Pitkä vastaus ei ole parempi vain siksi, että se on pitkä.',
  checking:
    'Saat avuksesi myös mallivastauksen, joka on oikein. Vertaa vastausta siihen vaihe vaiheelta: ovatko tulos ja siihen johtavat vaiheet oikein? Vastauksen sanamuoto ja selitystapa saavat olla erilaiset. Jos tulos on väärä, arvosanan on oltava matala, vaikka vastaus olisi hyvin kirjoitettu.',
  form: 'Kirjoita ensin kahdesta neljään virkettä siitä, mikä vastauksessa on hyvää ja mikä väärin. Kirjoita sen jälkeen omalle rivilleen arvosana kokonaislukuna yhdestä (kelvoton) kymmeneen (erinomainen) kaksinkertaisissa hakasulkeissa, esimerkiksi näin: Arvosana: [[5]]',
};

export const OWN_JUDGE_PROMPTS: Readonly<Record<MtBenchLanguage, JudgePrompts>> = {
  en: {
    single: {
      name: 'sarvi-single-en',
      system: ENGLISH.system,
      template: `Grade an assistant’s answer to a user’s question. ${ENGLISH.criteria}\n\n${ENGLISH.form}\n\n=== Question ===\n{question}\n\n=== The assistant’s answer ===\n{answer}\n=== End of the answer ===`,
    },
    singleWithReference: {
      name: 'sarvi-single-reference-en',
      system: ENGLISH.system,
      template: `Grade an assistant’s answer to a user’s question. ${ENGLISH.checking}\n\n${ENGLISH.form}\n\n=== Question ===\n{question}\n\n=== Reference answer ===\n{ref_answer_1}\n\n=== The assistant’s answer ===\n{answer}\n=== End of the answer ===`,
    },
    conversation: {
      name: 'sarvi-conversation-en',
      system: ENGLISH.system,
      template: `A user asked an assistant two questions, one after the other. Grade the answer to the second one; the first is there so that you know what it refers to. ${ENGLISH.criteria}\n\n${ENGLISH.form}\n\n=== First question ===\n{question_1}\n\n=== The assistant’s first answer ===\n{answer_1}\n\n=== Second question ===\n{question_2}\n\n=== The assistant’s second answer ===\n{answer_2}\n=== End of the second answer ===`,
    },
    conversationWithReference: {
      name: 'sarvi-conversation-reference-en',
      system: ENGLISH.system,
      template: `A user asked an assistant two questions, one after the other. Grade the answer to the second one; the first is there so that you know what it refers to. ${ENGLISH.checking}\n\n${ENGLISH.form}\n\n=== First question ===\n{question_1}\n\n=== Reference answer to it ===\n{ref_answer_1}\n\n=== Second question ===\n{question_2}\n\n=== Reference answer to it ===\n{ref_answer_2}\n\n=== The assistant’s first answer ===\n{answer_1}\n\n=== The assistant’s second answer ===\n{answer_2}\n=== End of the second answer ===`,
    },
  },
  fi: {
    single: {
      name: 'sarvi-single-fi',
      system: FINNISH.system,
      template: `Arvostele avustajan vastaus käyttäjän kysymykseen. ${FINNISH.criteria}\n\n${FINNISH.form}\n\n=== Kysymys ===\n{question}\n\n=== Avustajan vastaus ===\n{answer}\n=== Vastaus päättyy ===`,
    },
    singleWithReference: {
      name: 'sarvi-single-reference-fi',
      system: FINNISH.system,
      template: `Arvostele avustajan vastaus käyttäjän kysymykseen. ${FINNISH.checking}\n\n${FINNISH.form}\n\n=== Kysymys ===\n{question}\n\n=== Mallivastaus ===\n{ref_answer_1}\n\n=== Avustajan vastaus ===\n{answer}\n=== Vastaus päättyy ===`,
    },
    conversation: {
      name: 'sarvi-conversation-fi',
      system: FINNISH.system,
      template: `Käyttäjä esitti avustajalle peräkkäin kaksi kysymystä. Arvostele vastaus jälkimmäiseen; ensimmäinen on mukana, jotta tiedät, mihin se viittaa. ${FINNISH.criteria}\n\n${FINNISH.form}\n\n=== Ensimmäinen kysymys ===\n{question_1}\n\n=== Avustajan ensimmäinen vastaus ===\n{answer_1}\n\n=== Toinen kysymys ===\n{question_2}\n\n=== Avustajan toinen vastaus ===\n{answer_2}\n=== Toinen vastaus päättyy ===`,
    },
    conversationWithReference: {
      name: 'sarvi-conversation-reference-fi',
      system: FINNISH.system,
      template: `Käyttäjä esitti avustajalle peräkkäin kaksi kysymystä. Arvostele vastaus jälkimmäiseen; ensimmäinen on mukana, jotta tiedät, mihin se viittaa. ${FINNISH.checking}\n\n${FINNISH.form}\n\n=== Ensimmäinen kysymys ===\n{question_1}\n\n=== Mallivastaus siihen ===\n{ref_answer_1}\n\n=== Toinen kysymys ===\n{question_2}\n\n=== Mallivastaus siihen ===\n{ref_answer_2}\n\n=== Avustajan ensimmäinen vastaus ===\n{answer_1}\n\n=== Avustajan toinen vastaus ===\n{answer_2}\n=== Toinen vastaus päättyy ===`,
    },
  },
};
