import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildInspection, buildModel, buildPoro } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';
import type { FakeCore } from '../../builders/fake-bridge.ts';

const CHECKPOINT = '/home/aino/Poro-2-8B-Instruct';
const BROKEN = '/home/aino/Broken';

const CORE: FakeCore = {
  models: [buildModel()],
  folders: [
    {
      path: '/home/aino',
      parentPath: '/home',
      entries: [
        { name: 'Poro-2-8B-Instruct', path: CHECKPOINT, kind: 'checkpoint' },
        { name: 'Broken', path: BROKEN, kind: 'checkpoint' },
      ],
    },
  ],
  inspections: {
    [CHECKPOINT]: buildInspection({ path: CHECKPOINT }),
    [BROKEN]: buildInspection({
      path: BROKEN,
      problems: [{ code: 'checkpoint-missing-shard', details: { shard: 'model-00002.safetensors' }, message: '' }],
    }),
  },
  stepMs: 30,
};

test('a checkpoint is picked, inspected and imported with the recipe that is chosen', async () => {
  const { bridge } = renderApp(CORE, '#/models');
  await page.getByRole('button', { name: 'Import a model' }).click();
  await page.getByRole('button', { name: /^Choose\s*Poro-2-8B-Instruct$/ }).click();
  await expect.element(page.getByRole('radio', { name: /Q4_K_M\s+Recommended/ })).toBeChecked();
  await page.getByRole('radio', { name: /Q8_0/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('My Poro');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect.element(page.getByRole('progressbar', { name: 'Import of My Poro Q8_0' })).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'My Poro' })).toBeVisible();
  expect(bridge.calls.find(({ name }) => name === 'models.import')?.input).toEqual({
    source: { kind: 'path', path: CHECKPOINT },
    quantization: 'Q8_0',
    name: 'My Poro',
  });
});

test('what would stop an import is said in words, and nothing can be begun', async () => {
  renderApp(CORE, '#/models');
  await page.getByRole('button', { name: 'Import a model' }).click();
  await page.getByRole('button', { name: /^Choose\s*Broken$/ }).click();
  await expect
    .element(page.getByRole('alert'))
    .toMatchTextContent('The file model-00002.safetensors of this model is missing.');
  await expect.element(page.getByRole('button', { name: 'Import', exact: true })).not.toBeInTheDocument();
});

test('a recipe that does not fit on the disk cannot be chosen', async () => {
  const inspection = buildInspection({ path: CHECKPOINT, freeBytes: 6_000_000_000 });
  renderApp({ ...CORE, inspections: { [CHECKPOINT]: inspection } }, '#/models');
  await page.getByRole('button', { name: 'Import a model' }).click();
  await page.getByRole('button', { name: /^Choose\s*Poro-2-8B-Instruct$/ }).click();
  await expect.element(page.getByRole('radio', { name: /Q8_0/ })).toBeDisabled();
  await expect.element(page.getByRole('radio', { name: /Q5_K_M/ })).toBeEnabled();
});

test('what is good to know of a model is said before its import', async () => {
  const notes = ['sliding-window-not-used {"tokens":4096}', 'scores-by-rank'];
  renderApp({ ...CORE, inspections: { [CHECKPOINT]: buildInspection({ path: CHECKPOINT, notes }) } }, '#/models');
  await page.getByRole('button', { name: 'Import a model' }).click();
  await page.getByRole('button', { name: /^Choose\s*Poro-2-8B-Instruct$/ }).click();
  await expect.element(page.getByText(/^The model was trained to look back 4096 tokens/)).toBeVisible();
  await expect.element(page.getByText(/^The model’s files give no scores of tokens/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Import', exact: true })).toBeEnabled();
});

test('a folder that is not there says so and the list stays', async () => {
  renderApp(CORE, '#/models');
  await page.getByRole('button', { name: 'Import a model' }).click();
  await page.getByRole('textbox', { name: 'Path' }).fill('/nowhere');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('alert')).toMatchTextContent('There is nothing at /nowhere.');
  await expect.element(page.getByRole('button', { name: 'Broken', exact: true })).toBeVisible();
});

test('the desktop uses its own dialog', async () => {
  const { bridge } = renderApp({ ...CORE, description: { shell: 'desktop', nativeDialogs: true } }, '#/models');
  await page.getByRole('button', { name: 'Import a model' }).click();
  await page.getByRole('button', { name: 'Choose a model folder' }).click();
  await expect.element(page.getByRole('radio', { name: /Q4_K_M/ })).toBeChecked();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'app.choosePath', input: { kind: 'checkpoint' } });
});

test('each of the Poro 2 family says what it is for', async () => {
  renderApp({ models: [buildPoro('base'), buildPoro('sft'), buildPoro('instruct')] }, '#/models');
  const cards = page.getByRole('list', { name: 'Models in the library' }).getByRole('listitem');
  await expect.element(cards.nth(0)).toMatchTextContent('it continues text and does not follow instructions');
  await expect.element(cards.nth(1)).toMatchTextContent('A research version');
  await expect.element(cards.nth(1)).toMatchTextContent('without preference tuning');
  await expect.element(cards.nth(2)).toMatchTextContent('Choose this for everyday use.');
  await expect.element(cards.nth(2)).toMatchTextContent('Built with Llama');
});

test('the guide has its name in the language that is shown, and keeps it when nothing is renamed', async () => {
  const { bridge } = renderApp(
    { models: [buildModel({ name: 'Sarvi guide' })], settings: { language: 'fi' } },
    '#/models',
  );
  await expect.element(page.getByRole('heading', { name: 'Sarven opas' })).toBeVisible();
  await page.getByRole('button', { name: 'Toiminnot: Sarven opas' }).click();
  await page.getByRole('menuitem', { name: 'Nimeä uudelleen' }).click();
  await expect.element(page.getByRole('textbox', { name: 'Nimi' })).toHaveValue('Sarven opas');
  await page.getByRole('button', { name: 'Tallenna' }).click();
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(bridge.calls.filter(({ name }) => name === 'models.rename')).toEqual([]);
});

test('a model is renamed, and removed only after a yes', async () => {
  const { bridge } = renderApp({ models: [buildModel()] }, '#/models');
  await page.getByRole('button', { name: 'Actions for Sarven opas' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Guide');
  await userEvent.keyboard('{Enter}');
  await page.getByRole('button', { name: 'Actions for Guide' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect.element(page.getByRole('alertdialog')).toMatchTextContent('Remove Guide?');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(bridge.calls.some(({ name }) => name === 'models.remove')).toBe(false);
  await page.getByRole('button', { name: 'Actions for Guide' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.element(page.getByText('No models yet')).toBeVisible();
});

test('the context window of a model is set with the memory that it takes', async () => {
  const { bridge } = renderApp({ models: [buildPoro('instruct')] }, '#/models');
  await page.getByRole('button', { name: 'Model settings' }).click();
  const field = page.getByRole('textbox', { name: 'Context window' });
  await expect.element(field).toHaveAttribute('placeholder', '8,192');
  // 128 KiB for each token of an 8B model of this family.
  await expect.element(page.getByText(/Takes 1\.07 GB of memory/)).toBeVisible();
  await field.fill('4096');
  await userEvent.keyboard('{Tab}');
  await expect.element(page.getByText(/Takes 537 MB of memory/)).toBeVisible();
  await field.fill('9000');
  await expect.element(page.getByText('Give a number from 512 to 8,192.')).toBeVisible();
  await field.fill('');
  await userEvent.keyboard('{Tab}');
  const updates = bridge.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input);
  expect(updates).toEqual([{ contextTokens: { 'poro-2-8b-instruct': 4096 } }, { contextTokens: {} }]);
});

test('a GGUF file is copied or used where it is, as the user chooses; its removal leaves it', async () => {
  const file = '/home/aino/poro.gguf';
  const inspection = buildInspection({ path: file, kind: 'gguf', sizes: [], recommended: null });
  const inPlace = { ...buildModel(), inPlacePath: file };
  const entries = [{ name: 'poro.gguf', path: file, kind: 'gguf' as const }];
  const folders = [{ path: '/home/aino', parentPath: '/home', entries }];
  const { bridge } = renderApp(
    { ...CORE, models: [inPlace], folders, inspections: { [file]: inspection } },
    '#/models',
  );
  await expect.element(page.getByText('Used in place')).toBeVisible();
  await page
    .getByRole('button', { name: /^Actions/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect.element(page.getByRole('alertdialog')).toMatchTextContent(`so does the file: ${file}`);
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Import a model' }).click();
  await page.getByRole('button', { name: 'Choose poro.gguf' }).click();
  await expect.element(page.getByRole('radio', { name: /Copied into Sarvi/ })).toBeChecked();
  await page.getByRole('radio', { name: /Used where it is/ }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect
    .poll(() => bridge.calls.find(({ name }) => name === 'models.import')?.input)
    .toMatchObject({ source: { kind: 'path', path: file }, mode: 'in-place' });
});

test('a card shows the window that the model gets: the one that was set, else the default or its own', async () => {
  const poro = buildPoro('instruct');
  renderApp({ models: [poro, buildModel()], settings: { contextTokens: { [poro.id]: 4096 } } }, '#/models');
  const cards = page.getByRole('list', { name: 'Models in the library' }).getByRole('listitem');
  await expect.element(cards.nth(0)).toMatchTextContent('context window 4,096');
  await expect.element(cards.nth(1)).toMatchTextContent('context window 2,048');
});

test('a pasted path is taken as it stands, and the picker begins where one was last', async () => {
  const downloads = '/home/aino/Lataukset';
  const places = [
    { kind: 'home' as const, path: '/home/aino' },
    { kind: 'downloads' as const, path: downloads },
  ];
  const [home] = CORE.folders ?? [];
  if (!home) throw new Error('no home');
  const { bridge } = renderApp(
    {
      ...CORE,
      folders: [
        { ...home, places },
        { path: downloads, parentPath: '/home/aino', entries: [], places },
        {
          path: CHECKPOINT,
          parentPath: '/home/aino',
          entries: [],
          chosen: { path: CHECKPOINT, kind: 'checkpoint' },
          places,
        },
      ],
    },
    '#/models',
  );
  const openPicker = () => page.getByRole('button', { name: 'Import a model' }).click();
  await openPicker();
  await page.getByRole('button', { name: 'Downloads' }).click();
  await expect.element(page.getByText('No folders or models here.')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  await openPicker();
  await expect.element(page.getByRole('button', { name: 'Downloads' })).toBeDisabled();
  expect(bridge.calls.findLast(({ name }) => name === 'app.listFolder')?.input).toEqual({ path: downloads });
  // In the settings, which outlast the page.
  expect(bridge.calls).toContainEqual({ name: 'settings.update', input: { importFolder: downloads } });
  await page.getByRole('dialog').getByRole('textbox').fill(CHECKPOINT);
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await expect.element(page.getByRole('radio', { name: /Q4_K_M\s+Recommended/ })).toBeChecked();
});

test('two types of one model are told apart wherever one of them is named', async () => {
  const poro = buildPoro('instruct');
  const twin = { ...poro, id: 'twin', facts: { ...poro.facts, fileType: 'Q8_0' } };
  renderApp({ models: [poro, twin, buildModel()] }, '#/models');
  await expect.element(page.getByRole('button', { name: 'Actions for Sarven opas' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Actions for Poro 2 8B Instruct Q4_K_M' })).toBeVisible();
  await page.getByRole('button', { name: 'Actions for Poro 2 8B Instruct Q8_0' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect.element(page.getByRole('alertdialog', { name: /Poro 2 8B Instruct Q8_0/ })).toBeVisible();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.element(page.getByText(/Poro 2 8B Instruct Q8_0.*removed/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Actions for Poro 2 8B Instruct' })).toBeVisible();
});
