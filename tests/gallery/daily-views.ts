/** Views of what is used daily, and of the record of an answer. */
import type { Page } from '@playwright/test';
import type { catalogues } from '../../src-renderer/language/catalogues.ts';
import type { DAILY_STATES } from './daily-states.ts';
import type { Language } from './texts.ts';

type Catalogue = (typeof catalogues)[Language];

interface DailyView {
  readonly name: string;
  readonly state: keyof typeof DAILY_STATES;
  readonly act?: (page: Page, t: Catalogue) => Promise<void>;
}

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();
const composer = (page: Page, t: Catalogue) => page.getByRole('textbox', { name: t.composer.label, exact: true });

async function weigh(page: Page, t: Catalogue): Promise<void> {
  await press(page, t.weights.open);
  await page.getByTestId('word-weights').getByRole('button').first().waitFor();
}

export const DAILY_VIEWS: readonly DailyView[] = [
  { name: 'prompts', state: 'prompts', act: (page) => page.getByRole('heading', { level: 3 }).first().waitFor() },
  {
    name: 'prompt-editor',
    state: 'prompts',
    act: async (page, t) => {
      await press(page, t.prompts.make);
      await page.getByLabel(t.prompts.name, { exact: true }).fill('Retki');
      await page.getByRole('textbox', { name: t.prompts.body, exact: true }).fill('{{kohde}}, {{varusteet}}');
    },
  },
  {
    name: 'prompt-menu',
    state: 'prompts-chat',
    act: async (page, t) => {
      await composer(page, t).fill('/');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'prompt-form',
    state: 'prompts-chat',
    act: async (page, t) => {
      await composer(page, t).fill('/');
      await page.getByRole('option', { name: /^(Kokousmuistio|Minutes)/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'bookmarks', state: 'bookmarks', act: (page) => page.getByRole('listitem').first().waitFor() },
  { name: 'bookmarks-empty', state: 'bookmarks-empty' },
  {
    name: 'outline',
    state: 'turns',
    act: async (page, t) => {
      await press(page, t.outline.open);
      await page.getByRole('dialog', { name: t.outline.title }).waitFor();
    },
  },
  {
    name: 'find',
    state: 'turns',
    act: async (page, t) => {
      await page.keyboard.press('ControlOrMeta+f');
      await page.getByRole('search', { name: t.find.name }).getByRole('textbox').fill('samm');
    },
  },
  {
    name: 'temporary',
    state: 'turns',
    act: async (page, t) => {
      await page.keyboard.press('Alt+Shift+N');
      await page.getByTestId('temporary-bar').waitFor();
      await composer(page, t).fill('?');
      await page.keyboard.press('Enter');
      await page.locator('[data-testid=message][data-role=assistant][aria-busy=false]').waitFor();
    },
  },
  { name: 'folders', state: 'folders', act: (page) => page.getByTestId('folder-mark').waitFor() },
  {
    name: 'folder-dialog',
    state: 'folders',
    act: async (page, t) => {
      await page
        .getByRole('button', { name: t.history.actions('') })
        .nth(0)
        .click();
      await page.getByRole('menuitem', { name: t.folders.settings }).click();
      await page.getByTestId('folder-file-input').setInputFiles([
        { name: 'lähteet.txt', mimeType: 'text/plain', buffer: Buffer.from('Lähde. '.repeat(300)) },
        {
          name: 'mahdollisimman_pitkä_tiedostonimi_joka_ei_mahdu_kapeaan_ikkunaan.md',
          mimeType: 'text/plain',
          buffer: Buffer.from('# Otsikko'),
        },
      ]);
      await page.getByRole('dialog').getByText('lähteet.txt').waitFor();
    },
  },
  { name: 'word-weights', state: 'weighed', act: weigh },
  {
    name: 'other-words',
    state: 'weighed',
    act: async (page, t) => {
      await weigh(page, t);
      await page.getByTestId('word-weights').getByRole('button').nth(3).click();
      await page.getByRole('dialog', { name: t.weights.others }).waitFor();
    },
  },
  {
    name: 'repeat',
    state: 'weighed',
    act: async (page, t) => {
      await press(page, t.message.details);
      await press(page, t.repeats.open);
      await page.getByRole('dialog', { name: t.repeats.title }).waitFor();
    },
  },
  { name: 'formed', state: 'formed', act: (page) => page.getByRole('table').waitFor() },
  {
    name: 'form-of-answers',
    state: 'formed',
    act: async (page, t) => {
      await press(page, t.tuning.open);
      await page.getByRole('combobox', { name: new RegExp(`^${t.forms.label}`) }).click();
      await page.getByRole('option', { name: t.forms.kinds['json-schema'] }).click();
    },
  },
  { name: 'families', state: 'families', act: (page, t) => page.getByRole('tree', { name: t.lineage.tree }).waitFor() },
  {
    name: 'origin',
    state: 'families',
    act: async (page, t) => {
      await press(page, t.lineage.originOf('Porokas'));
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'compare-with-parent',
    state: 'families',
    act: async (page, t) => {
      await press(page, t.lineage.compareOf('Runot'));
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'parent-comparison', state: 'parent-comparison', act: (page) => page.getByRole('table').first().waitFor() },
  { name: 'updates', state: 'updates', act: (page, t) => page.getByText(t.updates.notes, { exact: true }).waitFor() },
  { name: 'programs', state: 'programs', act: (page) => page.getByText('Zed/1.2').first().waitFor() },
  {
    name: 'model-place',
    state: 'model-place',
    act: (page, t) => page.getByRole('region', { name: t.places.title }).scrollIntoViewIfNeeded(),
  },
];
