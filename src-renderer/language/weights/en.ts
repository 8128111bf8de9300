/** How sure the model was of each word of an answer. */
export const weights = {
  weights: {
    open: 'How sure of each word',
    title: 'How sure the model was',
    colour: 'Colour what it was not sure of',
    close: 'Back to the answer',
    reading: 'The model reads its answer…',
    ofRecord: 'The probabilities are those with which the answer was written.',
    ofReading: 'The model has read the finished answer; settings such as the temperature do not count.',
    keys: 'Arrow keys move from piece to piece, Enter shows what else it might have said.',
    answer: 'The answer in pieces',
    token: (text: string, percent: string, others: string) =>
      others === '' ? `${text}: ${percent}` : `${text}: ${percent}. Else: ${others}`,
    others: 'What else it might have said',
    othersHint: 'Take another piece, and the answer continues from there as a version of its own.',
    noOthers: 'Nothing else was likely.',
    take: (text: string, percent: string) => `Continue with “${text}”, ${percent}`,
  },
};
