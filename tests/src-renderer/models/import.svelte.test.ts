import { expect, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ImportJob } from '#contract/imports';
import { buildInspection, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const FILE = '/home/aino/Poro-2-8B-F16.gguf';
const fit = { verdict: 'does-not-fit', neededBytes: 18e9, freeBytes: 9e9 } as const;

function buildJob(fields: Partial<ImportJob>): ImportJob {
  return {
    id: 'j1',
    name: 'Poro',
    quantization: 'Q4_K_M',
    state: 'paused',
    phase: 'ended',
    bytesDone: 2e9,
    bytesTotal: 5e9,
    secondsLeft: null,
    modelId: null,
    error: null,
    ...fields,
  };
}

function drop(name: string): void {
  const data = new DataTransfer();
  data.items.add(new File(['GGUF'], name));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
}

test('a dropped file in sixteen bits is given another type, with the fit of the one that is chosen', async () => {
  const base = buildInspection();
  const inspection = buildInspection({
    path: FILE,
    kind: 'gguf',
    facts: { ...base.facts, fileType: 'F16' },
    sizes: base.sizes.map((size) => (size.quantization === 'F16' ? { ...size, fit } : size)),
    fit,
  });
  const { bridge } = renderApp({ models: [buildModel()], inspections: { [FILE]: inspection }, droppedPath: FILE });
  await expect.element(page.getByRole('textbox', { name: /message/i })).toBeVisible();
  drop('Poro-2-8B-F16.gguf');
  await expect.element(page.getByText(/takes about 18.GB of 9.GB free/)).toBeVisible();
  await page.getByRole('radio', { name: /As a smaller copy/ }).click();
  await expect.element(page.getByRole('radio', { name: /Q4_K_M\s+Recommended/ })).toBeChecked();
  await expect.element(page.getByText(/fits into memory/)).toBeVisible();
  await expect.element(page.getByRole('radio', { name: /^F16/ })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect
    .poll(() => bridge.calls.find(({ name }) => name === 'models.import')?.input)
    .toEqual({
      source: { kind: 'path', path: FILE },
      quantization: 'Q4_K_M',
      name: base.facts.name,
    });
});

test('a browser cannot tell where a dropped file lies, and says so', async () => {
  renderApp({ models: [buildModel()] }, '#/models');
  await expect.element(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  drop('model.gguf');
  await expect.element(page.getByText(/Your browser hides the file’s location/)).toBeVisible();
});

test('an import that an earlier run left goes on, and is paused and removed', async () => {
  const { bridge } = renderApp({ models: [buildModel()], imports: [buildJob({})] }, '#/models');
  await expect.element(page.getByText('Paused. The import can continue where it stopped.')).toBeVisible();
  await page.getByRole('button', { name: 'Continue the import of Poro Q4_K_M' }).click();
  await page.getByRole('button', { name: 'Pause the import of Poro Q4_K_M' }).click();
  await page.getByRole('button', { name: 'Dismiss the import of Poro Q4_K_M' }).click();
  await expect.element(page.getByText('Paused. The import can continue where it stopped.')).not.toBeInTheDocument();
  const acts = bridge.calls.map(({ name }) => name).filter((name) => /Import$/.test(name));
  expect(acts).toEqual(['models.resumeImport', 'models.pauseImport', 'models.cancelImport']);
});

test('a failed import says why and can be tried again', async () => {
  const error = { code: 'disk-full', details: { path: '/data', needed: '5 GB', free: '1 GB' }, message: '' } as const;
  const { bridge } = renderApp({ models: [buildModel()], imports: [buildJob({ state: 'failed', error })] }, '#/models');
  await expect.element(page.getByText(/is full: 5 GB is needed, and 1 GB is free/)).toBeVisible();
  await page.getByRole('button', { name: 'Try the import of Poro Q4_K_M again' }).click();
  await expect.poll(() => bridge.calls.at(-1)).toEqual({ name: 'models.resumeImport', input: { jobId: 'j1' } });
});

const CHECKPOINT = '/home/aino/Poro';

test('several types are chosen at once, and each becomes an import and a model of its own', async () => {
  const { bridge } = renderApp(
    {
      models: [buildModel()],
      inspections: { [CHECKPOINT]: buildInspection({ path: CHECKPOINT }) },
      droppedPath: CHECKPOINT,
      stepMs: 200,
    },
    '#/models',
  );
  await expect.element(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  drop('Poro');
  await page.getByRole('checkbox', { name: 'Make several types in one go' }).click();
  await expect.element(page.getByRole('checkbox', { name: /^Q4_K_M/ })).toBeChecked();
  await page.getByRole('checkbox', { name: /^Q4_K_M/ }).click();
  await expect.element(page.getByText('Choose at least one type.')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await page.getByRole('checkbox', { name: /^Q8_0/ }).click();
  await page.getByRole('checkbox', { name: /^Q4_K_M/ }).click();
  await expect.element(page.getByText(/^Together .* one after the other/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('Poro');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect.element(page.getByRole('progressbar', { name: 'Import of Poro Q8_0' })).toBeVisible();
  await expect.element(page.getByRole('progressbar', { name: 'Import of Poro Q4_K_M' })).toBeVisible();
  const asked = bridge.calls.filter(({ name }) => name === 'models.import').map(({ input }) => input);
  expect(asked).toEqual(
    ['Q8_0', 'Q4_K_M'].map((quantization) => ({
      source: { kind: 'path', path: CHECKPOINT },
      quantization,
      name: 'Poro',
    })),
  );
});

test('types that fit on the disk one by one but not together cannot be begun, and one of them can', async () => {
  const inspection = buildInspection({ path: CHECKPOINT, freeBytes: 10_000_000_000 });
  renderApp({ models: [buildModel()], inspections: { [CHECKPOINT]: inspection }, droppedPath: CHECKPOINT }, '#/models');
  await expect.element(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  drop('Poro');
  await page.getByRole('checkbox', { name: 'Make several types in one go' }).click();
  await page.getByRole('checkbox', { name: /^Q8_0/ }).click();
  await expect.element(page.getByText(/they do not fit on the disk/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await page.getByRole('checkbox', { name: 'Make several types in one go' }).click();
  await expect.element(page.getByRole('radio', { name: /^Q4_K_M/ })).toBeChecked();
  await expect.element(page.getByRole('button', { name: 'Import', exact: true })).toBeEnabled();
});

test('at 360 px each type is one line, all that decides is seen at once, and the figures are behind Details', async () => {
  await page.viewport(360, 740);
  onTestFinished(() => page.viewport(1280, 800));
  const inspection = buildInspection({ path: CHECKPOINT });
  renderApp({ models: [buildModel()], inspections: { [CHECKPOINT]: inspection }, droppedPath: CHECKPOINT }, '#/models');
  await expect.element(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  drop('Poro');
  await expect.element(page.getByRole('radio', { name: /Recommended/ })).toBeInViewport();
  const rows = page.getByRole('radio').elements();
  const end = page.getByRole('button', { name: 'Import', exact: true }).element().getBoundingClientRect().top;
  expect(rows.map((row) => row.getBoundingClientRect().height < 48)).toEqual(rows.map(() => true));
  expect(rows.at(-1)?.getBoundingClientRect().bottom).toBeLessThan(end);
  await expect.element(page.getByText(/4\.89 bits per weight/)).not.toBeVisible();
  await page.getByText('Details', { exact: true }).click();
  await expect.element(page.getByText(/4\.89 bits per weight · divergence 0\.0313 · import about 8 min/)).toBeVisible();
});

test('an import that is done is told by a note, and only its model stays on the page', async () => {
  renderApp({ settings: { welcomeDone: true }, stepMs: 5 }, '#/models');
  await page.getByRole('button', { name: 'Set up Sarvi guide' }).click();
  await expect.element(page.getByText(/ is ready$/)).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'Sarven opas', level: 2 })).toBeVisible();
  await expect.element(page.getByRole('region', { name: 'Imports' })).not.toBeInTheDocument();
});
