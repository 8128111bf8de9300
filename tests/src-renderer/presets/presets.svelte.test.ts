import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const TEACHER = {
  id: 'teacher',
  name: 'Opettaja',
  systemPrompt: 'Olet kärsivällinen opettaja.',
  sampling: { topK: 40 },
};

test('a preset is made, changed and removed, and the removal can be undone', async () => {
  const { bridge } = renderApp({ models: [buildModel()] }, '#/settings');
  const saved = (): unknown => bridge.calls.findLast(({ name }) => name === 'settings.update')?.input;
  await page.getByRole('button', { name: 'New preset' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Opettaja');
  await dialog.getByRole('textbox', { name: 'System prompt' }).fill('Opeta.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.poll(saved).toMatchObject({ presets: [{ name: 'Opettaja', systemPrompt: 'Opeta.', sampling: {} }] });
  await page.getByRole('button', { name: 'Edit Opettaja' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Lukiolainen');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Remove Lukiolainen' }).click();
  await expect.poll(saved).toEqual({ presets: [], modelPresets: {} });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.element(page.getByText('Lukiolainen', { exact: true })).toBeVisible();
});

test('a model begins its conversations with the preset that it is given', async () => {
  const { bridge } = renderApp({ models: [buildModel()], settings: { presets: [TEACHER] } }, '#/models');
  await page.getByRole('button', { name: 'Model settings' }).click();
  await page.getByRole('combobox', { name: /Preset of new conversations/ }).click();
  await page.getByRole('option', { name: 'Opettaja' }).click();
  await expect
    .poll(() => bridge.calls)
    .toContainEqual({ name: 'settings.update', input: { modelPresets: { guide: 'teacher' } } });
  await page.getByRole('button', { name: 'Start a conversation', exact: true }).click();
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  await expect
    .element(page.getByRole('dialog').getByRole('textbox', { name: 'System prompt' }))
    .toHaveValue(TEACHER.systemPrompt);
});

test('any conversation takes a preset', async () => {
  renderApp({ models: [buildModel()], settings: { presets: [TEACHER] } });
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  await page.getByRole('combobox', { name: /Use a preset/ }).click();
  await page.getByRole('option', { name: 'Opettaja' }).click();
  const dialog = page.getByRole('dialog');
  await expect.element(dialog.getByRole('textbox', { name: 'System prompt' })).toHaveValue(TEACHER.systemPrompt);
  await expect.element(dialog.getByRole('textbox', { name: 'Top-k' })).toHaveValue('40');
});

test('a value out of range keeps the dialog open with the reason, and is not dropped without a word', async () => {
  const { bridge } = renderApp({ models: [buildModel()] }, '#/settings');
  const saves = (): number => bridge.calls.filter(({ name }) => name === 'settings.update').length;
  await page.getByRole('button', { name: 'New preset' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Opettaja');
  const temperature = dialog.getByRole('textbox', { name: 'Temperature' });
  await temperature.fill('9');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(temperature).toBeInvalid();
  await expect.element(temperature).toHaveValue('9');
  await expect.element(temperature).toHaveAccessibleDescription(/\d/);
  expect(saves()).toBe(0);
  await temperature.fill('0,5');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  expect(saves()).toBe(1);
});

test('closing tells once what is wrong before it drops it; cancelling asks nothing', async () => {
  renderApp({ models: [buildModel()] }, '#/settings');
  const dialog = page.getByRole('dialog');
  for (const [button, presses] of [
    ['Close', 2],
    ['Cancel', 1],
  ] as const) {
    await page.getByRole('button', { name: 'New preset' }).click();
    await dialog.getByRole('textbox', { name: 'Temperature' }).fill('x');
    for (let press = 1; press <= presses; press += 1) {
      await expect.element(dialog).toBeVisible();
      await dialog.getByRole('button', { name: button }).click();
    }
    await expect.element(dialog).not.toBeInTheDocument();
  }
});

test('stop strings that cannot be kept stay as they were typed, with the reason, and hold the dialog open', async () => {
  const { bridge } = renderApp({ models: [buildModel()] }, '#/settings');
  const saved = () => bridge.calls.filter(({ name }) => name === 'settings.update');
  await page.getByRole('button', { name: 'New preset' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Opettaja');
  const stop = dialog.getByRole('textbox', { name: 'Stop strings' });
  const tooLong = `###\n${'x'.repeat(201)}`;
  await stop.fill(tooLong);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(stop).toBeInvalid();
  await expect.element(stop).toHaveValue(tooLong);
  await expect.element(stop).toHaveAccessibleDescription(/At most 16 strings, of 200 characters/);
  expect(saved()).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect.element(dialog).toBeVisible();
  await stop.fill('###');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  expect(saved().at(-1)?.input).toMatchObject({ presets: [{ sampling: { stop: ['###'] } }] });
});
