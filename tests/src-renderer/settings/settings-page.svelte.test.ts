import { expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { because } from '#contract/reasons';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const CORE = { models: [buildModel()] };

test('the language changes at once, everywhere', async () => {
  renderApp(CORE, '#/settings');
  await page.getByRole('combobox', { name: /Language/ }).click();
  await page.getByRole('option', { name: 'Suomi' }).click();
  await expect.element(page.getByRole('heading', { name: 'Asetukset', level: 1 })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Uusi keskustelu' })).toBeVisible();
  expect([document.documentElement.lang, document.title]).toEqual(['fi', 'Asetukset – Sarvi']);
});

test('the theme is shown and saved', async () => {
  const { bridge } = renderApp(CORE, '#/settings');
  await page.getByRole('combobox', { name: /Theme/ }).click();
  await page.getByRole('option', { name: 'Dark' }).click();
  await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark');
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: { theme: 'dark' } });
});

test('a number out of its range is not saved, and the field says the range', async () => {
  const { bridge } = renderApp(CORE, '#/settings/sampling');
  const field = page.getByRole('textbox', { name: 'Temperature' });
  await field.fill('9');
  await userEvent.keyboard('{Tab}');
  await expect.element(page.getByText('Give a number from 0 to 5.')).toBeVisible();
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('0.3');
  await userEvent.keyboard('{Tab}');
  const updates = bridge.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input);
  expect(updates).toEqual([{ sampling: { temperature: 0.3 } }]);
});

test('in Finnish a number has a comma, and a point is taken as well', async () => {
  const { bridge } = renderApp(
    { ...CORE, settings: { language: 'fi', sampling: { topP: 0.25 } } },
    '#/settings/sampling',
  );
  const topP = page.getByRole('textbox', { name: 'Top-p' });
  await expect.element(topP).toHaveValue('0,25');
  await topP.fill('0.5');
  await userEvent.keyboard('{Tab}');
  const saved = { name: 'settings.update', input: { sampling: { topP: 0.5 } } };
  await expect.poll(() => bridge.calls).toContainEqual(saved);
  await expect.element(topP).toHaveValue('0,5');
});

test('a number out of its range stays while other settings change, and is told of when the page is left', async () => {
  const { bridge } = renderApp(CORE, '#/settings/sampling');
  const temperature = page.getByRole('textbox', { name: 'Temperature' });
  await temperature.fill('9');
  await page.getByRole('textbox', { name: 'Min-p' }).fill('2');
  await page.getByRole('textbox', { name: 'Top-p' }).fill('0.5');
  await userEvent.keyboard('{Tab}');
  const saved = { name: 'settings.update', input: { sampling: { topP: 0.5 } } };
  await expect.poll(() => bridge.calls).toContainEqual(saved);
  bridge.emit('settings.changed', { ...DEFAULT_SETTINGS, language: 'en', welcomeDone: true, sampling: { topP: 0.25 } });
  await expect.element(page.getByRole('textbox', { name: 'Top-p' })).toHaveValue('0.25');
  await expect.element(temperature).toHaveValue('9');
  await expect.element(page.getByText('Give a number from 0 to 5.')).toBeVisible();
  location.hash = '#/models';
  await expect.element(page.getByText('Temperature: “9” was not saved. Give a number from 0 to 5.')).toBeVisible();
  await expect.element(page.getByText('Min-p: “2” was not saved. Give a number from 0 to 1.')).toBeVisible();
  expect(bridge.calls.filter(({ name }) => name === 'settings.update')).toEqual([saved]);
});

test('a reset of sampling takes back what was out of its range, too', async () => {
  const { bridge } = renderApp({ ...CORE, settings: { sampling: { topP: 0.5 } } }, '#/settings/sampling');
  const temperature = page.getByRole('textbox', { name: 'Temperature' });
  await temperature.fill('9');
  await page.getByRole('button', { name: 'Reset to defaults', exact: true }).click();
  await expect.element(temperature).toHaveValue('');
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: { sampling: {} } });
});

test('what is typed is saved when the page is left before the field', async () => {
  const { bridge } = renderApp(CORE, '#/settings/sampling');
  await page.getByRole('textbox', { name: 'Temperature' }).fill('0,4');
  location.hash = '#/models';
  await expect
    .poll(() => bridge.calls)
    .toContainEqual({ name: 'settings.update', input: { sampling: { temperature: 0.4 } } });
});

test('a setting that cannot be saved is taken back, with the reason in words', async () => {
  const { bridge } = renderApp(CORE, '#/settings');
  await expect.element(page.getByRole('combobox', { name: /Language/ })).toBeVisible();
  bridge.failNext('settings.update', 'write-failed', { path: '/data/settings.json', reason: 'EACCES' });
  await page.getByRole('combobox', { name: /Language/ }).click();
  await page.getByRole('option', { name: 'Suomi' }).click();
  await expect
    .element(page.getByText(/Sarvi could not write \/data\/settings\.json \(the system does not allow it\)/))
    .toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});

test('the engine’s memory and disk space are chosen, and an empty field is automatic again', async () => {
  const { bridge } = renderApp(CORE, '#/settings/engine');
  await page.getByRole('combobox', { name: /Cache precision/ }).click();
  await page.getByRole('option', { name: '8 bits' }).click();
  const budget = page.getByRole('textbox', { name: /Disk cache limit/ });
  await expect.element(budget).toHaveAttribute('placeholder', 'automatic');
  for (const typed of ['2.5', '']) {
    await budget.fill(typed);
    await userEvent.keyboard('{Tab}');
  }
  const updates = bridge.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input);
  expect(updates).toEqual([{ kvCacheType: 'q8_0' }, { stateBudgetBytes: 2.5e9 }, { stateBudgetBytes: null }]);
});

test('greedy is the temperature 0, stop strings are lines, and the date is told only when asked for', async () => {
  const { bridge } = renderApp(CORE, '#/settings/sampling');
  const greedy = page.getByRole('checkbox', { name: /Always the likeliest word/ });
  await expect.element(greedy).not.toBeChecked();
  await greedy.click();
  await expect.element(page.getByRole('textbox', { name: 'Temperature' })).toHaveValue('0');
  await greedy.click();
  await page.getByRole('textbox', { name: 'Stop strings' }).fill('###\n\\nUser:');
  await userEvent.keyboard('{Tab}');
  await page.getByRole('checkbox', { name: /today’s date/ }).click();
  const updates = bridge.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input);
  expect(updates).toEqual([
    { sampling: { temperature: 0 } },
    { sampling: {} },
    { sampling: { stop: ['###', '\nUser:'] } },
    { todaysDate: true },
  ]);
});

test('Ctrl+N is listed on the desktop only, for a browser keeps it', async () => {
  renderApp(CORE, '#/settings');
  const shortcuts = page.getByRole('region', { name: 'Keyboard shortcuts' });
  await expect.element(shortcuts).toMatchTextContent(/Ctrl\+K/);
  await expect.element(shortcuts).not.toMatchTextContent(/Ctrl\+N/);
  await expect
    .element(page.getByRole('button', { name: 'New conversation' }))
    .not.toHaveAttribute('title', expect.stringContaining('Ctrl'));
});

test('the desktop lists Ctrl+N too', async () => {
  renderApp({ ...CORE, description: { shell: 'desktop' } }, '#/settings');
  const shortcuts = page.getByRole('region', { name: 'Keyboard shortcuts' });
  await expect.element(shortcuts).toMatchTextContent(/Ctrl\+N/);
});

test('every backend tells whether it works, and why not; a broken one can be tried again', async () => {
  const { bridge } = renderApp(CORE, '#/settings/backend');
  await expect
    .element(page.getByText(/not used: it failed \(llama\.cpp made an illegal memory access\)/))
    .toBeVisible();
  await expect.element(page.getByText(/works · Iris Xe/)).toBeVisible();
  await page.getByRole('button', { name: 'Try again: CUDA (NVIDIA)' }).click();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'engine.retryBackend', input: { backend: 'cuda' } });
  await page.getByRole('combobox', { name: /Runs on/ }).click();
  await page.getByRole('option', { name: 'Processor' }).click();
  await page.getByRole('textbox', { name: /idle model/ }).fill('30');
  await userEvent.keyboard('{Tab}');
  const updates = bridge.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input);
  expect(updates).toEqual([{ backend: 'cpu' }, { idleUnloadMinutes: 30 }]);
});

test('what the engine changes by itself is said', async () => {
  const { bridge } = renderApp(CORE, '#/settings');
  await expect.element(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  const details = { reason: because('out-of-memory') };
  bridge.emit('engine.notice', { code: 'engine-without-graphics', details, message: '' });
  await expect.element(page.getByText(/could not be used \(it ran out of memory\)/)).toBeVisible();
});

test('the list of sections leads to each, opens the advanced ones, and says which one is read', async () => {
  renderApp(CORE, '#/settings');
  const list = page.getByRole('navigation', { name: 'Sections' });
  const temperature = page.getByRole('textbox', { name: 'Temperature' });
  await expect.element(list.getByRole('link', { name: 'General' })).toHaveAttribute('aria-current', 'true');
  await expect.element(temperature).not.toBeInTheDocument();
  for (const name of ['Backups', 'Sampling', 'Runs on']) {
    const link = list.getByRole('link', { name, exact: true });
    await link.click();
    await expect.poll(() => document.activeElement?.querySelector('h2')?.textContent).toBe(name);
  }
  await expect.element(temperature).toBeVisible();
  await list.getByRole('link', { name: 'Privacy' }).click();
  await expect.element(list.getByRole('link', { name: 'Privacy' })).toHaveAttribute('aria-current', 'true');
});

test('on a narrow page the list of sections is folded, and folds again behind what was chosen', async () => {
  await page.viewport(360, 740);
  onTestFinished(() => page.viewport(1280, 800));
  renderApp(CORE, '#/settings');
  await page.getByText('Sections', { exact: true }).click();
  await page.getByRole('link', { name: 'Engine' }).click();
  await expect.element(page.getByRole('combobox', { name: /Cache precision/ })).toBeInViewport();
  await expect.element(page.getByRole('link', { name: 'Engine' })).not.toBeInTheDocument();
});
