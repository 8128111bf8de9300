import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import {
  buildColumn,
  buildComparison,
  buildRow,
  fakeComparisons,
  type FakeComparison,
} from '../../builders/fake-comparisons.ts';
import { renderApp, type RenderedApp } from '../../builders/render-app.ts';

const MODELS = [buildModel(), buildPoro('instruct')];
const COLUMNS = MODELS.map((model) => buildColumn(model));
const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
const columns = page.getByTestId('column');

function render(fields: Partial<FakeComparison> = {}, hash = '#/compare/v1'): RenderedApp {
  const comparison = { comparison: buildComparison(COLUMNS), rows: [buildRow(COLUMNS)], ...fields };
  return renderApp({ models: MODELS, more: fakeComparisons([comparison]) }, hash);
}

function say({ bridge }: RenderedApp, column: string, text: string): void {
  const conversationId = `cell-r1-${column}`;
  const ids = { generationId: `g-${conversationId}`, conversationId, messageId: `${conversationId}-1` };
  bridge.emit('generation.changed', {
    ...ids,
    kind: 'text',
    offset: 0,
    delta: text,
    generatedTokens: 3,
    contextUsedTokens: 9,
    tokensPerSecond: null,
  });
}

test('a question goes to every column, and the answers stream side by side', async () => {
  await page.viewport(1280, 800);
  const app = render();
  await prompt.fill('Why is the sky blue?');
  await userEvent.keyboard('{Enter}');
  await expect.element(columns.nth(0)).toMatchTextContent('Why is the sky blue?');
  await expect.element(columns.nth(1)).toMatchTextContent('Why is the sky blue?');
  await expect.element(prompt).toHaveValue('');
  say(app, 'col-guide', 'Because of scattering.');
  say(app, 'col-poro-2-8b-instruct', 'Because of the sea.');
  await expect.element(columns.nth(0)).toMatchTextContent('Because of scattering.');
  await expect.element(columns.nth(1)).toMatchTextContent('Because of the sea.');
  await page.getByRole('button', { name: 'Stop all' }).click();
  expect(app.bridge.calls.filter(({ name }) => name === 'comparisons.stop')).toEqual([
    { name: 'comparisons.stop', input: { comparisonId: 'v1' } },
  ]);
});

const SAID = {
  'cell-r1-col-guide': ['Why?', 'The sky is blue because of scattering.'],
  'cell-r1-col-poro-2-8b-instruct': ['Why?', 'The sea is blue because of algae.'],
};
const ANSWERED: Partial<FakeComparison> = { rows: [buildRow(COLUMNS, {}, { state: 'complete' })], said: SAID };

test('words that two answers do not share are marked and counted', async () => {
  await page.viewport(1280, 800);
  render(ANSWERED);
  await page.getByRole('combobox', { name: /^Differences/ }).click();
  await page.getByRole('option', { name: /and Poro 2 8B Instruct/ }).click();
  await expect.element(page.getByText(/2 of 7 words are not in the other answer/).first()).toBeVisible();
  const texts = [...(CSS.highlights.get('difference') ?? [])].map(String);
  expect(texts).toEqual(['sky', 'scattering', 'sea', 'algae']);
});

test('on a narrow window the columns stand behind tabs', async () => {
  await page.viewport(360, 800);
  render(ANSWERED);
  const tabs = page.getByRole('tab');
  await expect.element(tabs.nth(0)).toHaveAttribute('aria-selected', 'true');
  await expect.element(columns.nth(1)).not.toBeVisible();
  tabs.nth(0).element().focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(columns.nth(1)).toBeVisible();
  await expect.element(columns.nth(0)).not.toBeVisible();
  await page.viewport(1280, 800);
});

test('an answer in another language says so, and the reader can overrule it', async () => {
  await page.viewport(1280, 800);
  const language = { asked: 'fi', found: 'en', byHand: false } as const;
  const { bridge } = render({
    rows: [buildRow(COLUMNS, { language: 'fi' }, { state: 'complete', language })],
    said: SAID,
  });
  await page.getByRole('button', { name: 'Asked in Finnish, answered in English' }).first().click();
  await page.getByRole('menuitemradio', { name: 'Finnish', exact: true }).click();
  await expect
    .poll(() => bridge.calls.find(({ name }) => name === 'comparisons.setLanguage')?.input)
    .toEqual({ comparisonId: 'v1', columnId: 'col-guide', rowId: 'r1', language: 'fi' });
});

test('a comparison is removed from the list and comes back', async () => {
  render({}, '#/compare');
  const entry = page.getByRole('link', { name: /Miksi taivas on sininen/ });
  await page.getByRole('button', { name: 'Actions for Miksi taivas on sininen?' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect.element(entry).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.element(entry).toBeVisible();
  await page.getByRole('button', { name: 'Actions for Miksi taivas on sininen?' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByText('Trash', { exact: true }).click();
  await page.getByRole('button', { name: 'Restore Miksi taivas on sininen?' }).click();
  await expect.element(entry).toBeVisible();
});

test('another model is asked too, from an answer in a conversation', async () => {
  await page.viewport(1280, 800);
  const { bridge } = renderApp({
    models: MODELS,
    answer: () => 'Grey.',
    more: fakeComparisons([{ comparison: buildComparison(COLUMNS), rows: [buildRow(COLUMNS)] }]),
  });
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('Colour?');
  await userEvent.keyboard('{Enter}');
  await page.getByRole('button', { name: 'Ask another model too' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Begin' }).click();
  await expect
    .poll(() => bridge.calls.find(({ name }) => name === 'comparisons.create')?.input)
    .toMatchObject({
      kind: 'chat',
      from: { conversationId: expect.any(String) as string },
      columns: [{ modelId: 'guide' }, { modelId: 'poro-2-8b-instruct' }],
    });
  await expect.poll(() => location.hash).toBe('#/compare/v1');
});

test('an answer in a column gets a thumb, and the same thumb again takes it away', async () => {
  await page.viewport(1280, 800);
  const comparison = { comparison: buildComparison(COLUMNS), rows: [buildRow(COLUMNS)], ...ANSWERED };
  const more: typeof others = (handlers) => ({ ...others(handlers), 'answers.rate': () => null });
  const others = fakeComparisons([comparison]);
  const { bridge } = renderApp({ models: MODELS, more }, '#/compare/v1');
  const good = columns.nth(0).getByRole('button', { name: 'Good answer' });
  await good.click();
  const rated = () => bridge.calls.filter(({ name }) => name === 'answers.rate').map(({ input }) => input);
  await expect.poll(rated).toEqual([{ messageId: expect.any(String) as string, thumb: 'up' }]);
  const [{ messageId } = { messageId: '' }] = rated() as { messageId: string }[];
  bridge.emit('answer.rated', { conversationId: 'cell-r1-col-guide', messageId, thumb: 'up' });
  await expect.element(good).toHaveAttribute('aria-pressed', 'true');
  await good.click();
  await expect.poll(() => rated().at(-1)).toEqual({ messageId, thumb: null });
});
