/** The form of answers: JSON schemas and grammars, and how such answers are shown. */
export const forms = {
  forms: {
    label: 'Form of answers',
    hint: 'The model can only write what the form allows. Such an answer runs alone and cannot be continued.',
    kinds: { none: 'Free text', 'json-schema': 'JSON schema', gbnf: 'Grammar (GBNF)' },
    ready: 'Ready-made',
    ownForm: 'Your own',
    readyNames: {
      rows: 'A table',
      facts: 'Facts from a text',
      verdict: 'Yes or no, with a reason',
      letter: 'One letter, A to D',
    },
    text: { 'json-schema': 'Schema', gbnf: 'Grammar' },
    checking: 'Checking…',
    fits: 'This form can be followed.',
    view: 'Show the answer as',
    views: { table: 'Table', tree: 'Tree', text: 'Text' },
    copyJson: 'Copy JSON',
    copyCsv: 'Copy CSV',
    copied: 'Copied',
    column: 'Name',
    value: 'Value',
    moreRows: (rows: string) => `${rows} more rows; copying takes all of them.`,
    items: (count: string) => `${count} items`,
  },
};
