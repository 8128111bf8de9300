import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import { buildColumn, buildComparison, buildRow, fakeComparisons } from '../../builders/fake-comparisons.ts';
import { renderApp, type RenderedApp } from '../../builders/render-app.ts';

const MODELS = [buildModel(), buildPoro('instruct')];
const COLUMNS = MODELS.map((model) => buildColumn(model));
const PAIRS = [1, 2, 3].map((number) => ({
  pairId: `p${number}`,
  turns: [{ question: `Question ${number}?`, a: `First ${number}.`, b: `Second ${number}.` }],
  systemPrompt: null,
  language: null,
  category: null,
}));

function render(): RenderedApp {
  const comparison = { comparison: buildComparison(COLUMNS, { kind: 'set' }), rows: [buildRow(COLUMNS)], pairs: PAIRS };
  return renderApp({ models: MODELS, more: fakeComparisons([comparison]) }, '#/compare/v1/vote');
}

const casts = ({ bridge }: RenderedApp): unknown[] =>
  bridge.calls.filter(({ name }) => name === 'votes.cast').map(({ input }) => input);
const pair = page.getByTestId('pair');

test('votes go by keys, and a key that is held down votes once', async () => {
  const app = render();
  await expect.element(pair).toMatchTextContent('First 1.');
  await userEvent.keyboard('2');
  await expect.element(pair).toMatchTextContent('First 2.');
  await userEvent.keyboard('s');
  await expect.element(pair).toMatchTextContent('First 3.');
  dispatchEvent(new KeyboardEvent('keydown', { key: '1', repeat: true }));
  await userEvent.keyboard('4');
  await expect.element(page.getByText('You have voted on all pairs')).toBeVisible();
  expect(casts(app)).toMatchObject([
    { pairId: 'p1', vote: 'b', reveal: false },
    { pairId: 'p3', vote: 'both-bad' },
  ]);
});

test('before a vote nothing on the page tells a model', async () => {
  render();
  await expect.element(pair).toMatchTextContent('First 1.');
  const voting = page.getByTestId('voting').element();
  expect(voting.outerHTML).not.toMatch(/guide|poro|col-/i);
});

test('names are shown after the vote for whoever wants that, and the vote can be undone', async () => {
  render();
  await page.getByRole('checkbox', { name: 'Show the names after each vote' }).click();
  await page.getByRole('button', { name: /A is better/ }).click();
  await expect.element(page.getByText('A was written by Poro 2 8B Instruct')).toBeVisible();
  await userEvent.keyboard('u');
  await expect.element(page.getByRole('button', { name: /A is better/ })).toBeVisible();
  await expect.element(pair).toMatchTextContent('First 1.');
});

test('reasons and words go with the vote, and typing a number into the words is no vote', async () => {
  const app = render();
  await page.getByText('Reasons (optional)').click();
  await page.getByRole('button', { name: 'Too long' }).click();
  await page.getByRole('textbox', { name: 'In your own words (optional)' }).fill('1 and 2');
  await userEvent.keyboard('3');
  expect(casts(app)).toEqual([]);
  await page.getByRole('button', { name: /B is better/ }).click();
  await expect
    .poll(() => casts(app))
    .toEqual([{ pairId: 'p1', vote: 'b', reasons: ['too-long'], note: '1 and 23', reveal: false }]);
});
