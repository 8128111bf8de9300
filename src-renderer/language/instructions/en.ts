import { counted } from '../counted.ts';

/** English for what an instruction of IFEval asks, and for what was found in an answer. */
export const instructions = {
  instructions: {
    asked: {
      'keywords:existence': (words: string) => `In the answer: ${words}.`,
      'keywords:frequency': (word: string, amount: string) => `${word} is in the answer ${amount}.`,
      'keywords:forbidden_words': (words: string) => `Not in the answer: ${words}.`,
      'keywords:letter_frequency': (letter: string, amount: string) =>
        `The letter ${letter} is in the answer ${amount}.`,
      'language:response_language': (language: string) => `The language of the answer is ${language}.`,
      'length_constraints:number_sentences': (amount: string) => `The answer has ${amount}.`,
      'length_constraints:number_paragraphs': (amount: string) => `The answer has ${amount}, with *** between them.`,
      'length_constraints:number_words': (amount: string) => `The answer has ${amount}.`,
      'length_constraints:nth_paragraph_first_word': (amount: string, nth: string, word: string) =>
        `The answer has ${amount}, with an empty line between them, and paragraph ${nth} begins with ${word}.`,
      'detectable_content:number_placeholders': (amount: string) =>
        `The answer has ${amount} in square brackets, such as [name].`,
      'detectable_content:postscript': (marker: string) => `The answer has a postscript after ${marker}.`,
      'detectable_format:number_bullet_lists': (amount: string) =>
        `The answer has ${amount}: lines that begin with * or -.`,
      'detectable_format:constrained_response': (options: string) => `One of these is in the answer: ${options}.`,
      'detectable_format:number_highlighted_sections': (amount: string) =>
        `The answer has ${amount}, marked *like this*.`,
      'detectable_format:multiple_sections': (amount: string, mark: string) =>
        `The answer has ${amount}, each marked with ${mark} and a number.`,
      'detectable_format:json_format': () => 'The whole answer is JSON.',
      'detectable_format:title': () => 'The answer has a title in double angle brackets, <<like this>>.',
      'combination:two_responses': () => 'There are two different answers, with ****** between them.',
      'combination:repeat_prompt': (text: string) => `The answer begins by repeating ${text}.`,
      'startend:end_checker': (phrase: string) => `The answer ends with ${phrase}.`,
      'change_case:capital_word_frequency': (amount: string) => `The answer has ${amount}.`,
      'change_case:english_capital': () => 'The answer is in English, and in capital letters only.',
      'change_case:english_lowercase': () => 'The answer is in English, and in lower-case letters only.',
      'punctuation:no_comma': () => 'The answer has no commas.',
      'startend:quotation': () => 'The whole answer is in straight double quotation marks.',
    },
    relations: {
      'at least': (amount: string) => `at least ${amount}`,
      'less than': (amount: string) => `fewer than ${amount}`,
      exactly: (amount: string) => `exactly ${amount}`,
    },
    things: {
      times: counted('en', { one: '# time', other: '# times' }),
      sentences: counted('en', { one: '# sentence', other: '# sentences' }),
      paragraphs: counted('en', { one: '# paragraph', other: '# paragraphs' }),
      words: counted('en', { one: '# word', other: '# words' }),
      placeholders: counted('en', { one: '# placeholder', other: '# placeholders' }),
      bullets: counted('en', { one: '# bullet point', other: '# bullet points' }),
      highlights: counted('en', { one: '# highlighted part', other: '# highlighted parts' }),
      sections: counted('en', { one: '# section', other: '# sections' }),
      answers: counted('en', { one: '# answer', other: '# answers' }),
      capitals: counted('en', { one: '# word in capital letters', other: '# words in capital letters' }),
      commas: counted('en', { one: '# comma', other: '# commas' }),
    },
    drawn: 'a number drawn at random',
    quoted: (text: string) => `“${text}”`,
    found: {
      amount: (amount: string) => `Found: ${amount}.`,
      missing: (word: string) => `Missing: ${word}.`,
      all: 'All of it was found.',
      forbidden: (word: string) => `Found: ${word}.`,
      none: 'None of it was found.',
      language: (name: string) => `Detected language: ${name}.`,
      noLanguage: 'No language could be detected.',
      notCapital: 'Not all letters are capitals.',
      notLower: 'Not all letters are lower-case.',
      emptyParagraph: 'A paragraph between two *** is empty.',
      firstWord: (word: string) => `The paragraph begins with ${word}.`,
      sameAnswers: 'Both answers are the same, or there is an empty one between them.',
      title: (title: string) => `Title: ${title}.`,
      noTitle: 'No title was found.',
      notJson: 'The text cannot be read as JSON.',
      noPostscript: 'No postscript was found.',
      otherStart: 'The answer begins in another way.',
      otherEnd: 'The answer ends in another way.',
      noQuotes: 'A quotation mark is missing at the beginning or at the end.',
      blank: 'The answer is empty, so it follows nothing.',
      loosely: 'It counts without the first line, the last line or the stars.',
    },
    verdicts: { strict: 'Followed', loose: 'Followed loosely', none: 'Not followed' },
  },
};
