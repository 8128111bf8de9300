/** What is looked at: each state of the gallery, and what opens over it. Found by names, in both languages. */
import type { Page } from '@playwright/test';
import { catalogues } from '../../src-renderer/language/catalogues.ts';
import { DAILY_VIEWS } from './daily-views.ts';
import type { StateName } from './states.ts';
import type { Language } from './texts.ts';

type Catalogue = (typeof catalogues)[Language];

export interface View {
  readonly name: string;
  readonly state: StateName;
  readonly act?: (page: Page, t: Catalogue) => Promise<void>;
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();

async function inspect(page: Page, t: Catalogue): Promise<void> {
  await press(page, t.models.import);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t.import.path, { exact: true }).fill('/models/poro');
  await dialog.getByRole('button', { name: t.import.inspect, exact: true }).click();
  await dialog.getByText('/home/aino/mallit/').waitFor();
}

async function readDifference(page: Page, t: Catalogue): Promise<void> {
  await page.getByLabel(t.difference.answer, { exact: true }).fill('Poron sarvet kasvavat kesällä.');
  await press(page, t.difference.read);
  await page.getByTestId('difference-sums').waitFor();
  await page.getByText(t.difference.table, { exact: true }).click();
}

export const VIEWS: readonly View[] = [
  { name: 'starting', state: 'starting' },
  { name: 'start-failed', state: 'start-failed' },
  { name: 'welcome-look', state: 'welcome' },
  { name: 'welcome-privacy', state: 'welcome', act: (page, t) => press(page, t.welcome.next) },
  {
    name: 'welcome-model',
    state: 'welcome',
    act: async (page, t) => {
      await press(page, t.welcome.next);
      await press(page, t.welcome.next);
    },
  },
  {
    name: 'welcome-importing',
    state: 'welcome',
    act: async (page, t) => {
      await press(page, t.welcome.next);
      await press(page, t.welcome.next);
      await press(page, t.welcome.guideStart);
      await page.getByRole('progressbar').waitFor();
    },
  },
  { name: 'no-model', state: 'no-model' },
  { name: 'new-chat', state: 'new-chat' },
  { name: 'no-conversations', state: 'no-conversations' },
  { name: 'chat', state: 'chat', act: (page) => page.getByRole('table').waitFor() },
  { name: 'chat-details', state: 'chat', act: (page, t) => press(page, t.message.details) },
  {
    name: 'chat-menu',
    state: 'chat',
    act: async (page, t) => {
      await press(page, t.chat.actions);
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'picker',
    state: 'chat',
    act: async (page) => {
      await page.locator('.model-picker').click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'dial',
    state: 'chat',
    act: async (page, t) => {
      await page.getByTestId('dial').click();
      await page.getByRole('dialog', { name: t.dial.title }).waitFor();
    },
  },
  {
    name: 'streaming',
    state: 'streaming',
    act: async (page, t) => {
      const composer = page.getByRole('textbox', { name: t.composer.label, exact: true });
      await composer.fill(t.examples.other[0] ?? '');
      await composer.press('Enter');
      await page.getByText('Sininen ja valkoinen').waitFor();
    },
  },
  {
    name: 'attachments',
    state: 'new-chat',
    act: async (page) => {
      const text = 'Kokous pidetään tiistaina. '.repeat(200);
      for (const name of ['muistio.txt', 'mahdollisimman_pitkä_tiedostonimi_joka_ei_mahdu_kapeaan_ikkunaan.md']) {
        const file = { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
        await page.getByTestId('file-input').setInputFiles(file);
        await page.getByText(name).first().waitFor();
      }
    },
  },
  {
    name: 'drawer',
    state: 'chat',
    act: async (page, t) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await press(page, t.sidebar.open);
      await page.getByRole('dialog', { name: t.sidebar.name }).waitFor();
    },
  },
  {
    name: 'research',
    state: 'comparisons',
    act: (page, t) => press(page, t.sidebar.research),
  },
  { name: 'chat-edit', state: 'chat', act: (page, t) => press(page, t.message.edit) },
  { name: 'chat-settings', state: 'chat', act: (page, t) => press(page, t.tuning.open) },
  { name: 'chat-loading', state: 'chat-loading' },
  { name: 'chat-unreadable', state: 'chat-unreadable' },
  { name: 'chat-failed', state: 'chat-failed' },
  {
    name: 'chat-asides',
    state: 'chat-asides',
    act: async (page) => {
      const asides = page.getByTestId('aside').locator('summary');
      await asides.nth(0).click();
      await asides.nth(1).click();
      await asides.nth(0).scrollIntoViewIfNeeded();
    },
  },
  { name: 'model-gone', state: 'model-gone' },
  { name: 'file-missing', state: 'file-missing' },
  { name: 'offline', state: 'offline', act: (page, t) => page.getByText(t.app.connection.lost).waitFor() },
  { name: 'history-unavailable', state: 'history-unavailable' },
  { name: 'difference', state: 'difference' },
  { name: 'difference-read', state: 'difference', act: readDifference },
  {
    name: 'difference-token',
    state: 'difference',
    act: async (page, t) => {
      await readDifference(page, t);
      await page.getByTestId('shifted').getByRole('button').first().click();
      await page.getByRole('dialog', { name: t.difference.alternatives }).waitFor();
    },
  },
  {
    name: 'difference-remote',
    state: 'difference-remote',
    act: async (page, t) => {
      await page.getByLabel(t.difference.answer, { exact: true }).fill('Poron sarvet kasvavat kesällä.');
      await page.getByRole('combobox', { name: new RegExp(`^${t.difference.tuned}`) }).click();
      await page.getByRole('option', { name: /gpu\.example\.fi/ }).click();
      const consent = page.getByRole('checkbox', { name: t.remotes.allowText('gpu.example.fi:8000') });
      await consent.check();
      await consent.scrollIntoViewIfNeeded();
    },
  },
  { name: 'models', state: 'models' },
  {
    name: 'models-remote',
    state: 'models-remote',
    act: async (page, t) => {
      const engine = page.getByRole('list', { name: t.perplexity.elsewhere.list }).getByRole('listitem').first();
      await engine.getByRole('button', { name: t.perplexity.fold, exact: true }).click();
      await engine.getByRole('checkbox').check();
      await engine.getByRole('region', { name: t.perplexity.elsewhere.results }).scrollIntoViewIfNeeded();
    },
  },
  { name: 'model-settings', state: 'models', act: (page, t) => press(page, t.models.settings) },
  { name: 'model-about', state: 'models', act: (page, t) => press(page, t.card.about) },
  { name: 'models-empty', state: 'models-empty' },
  {
    name: 'models-importing',
    state: 'models-importing',
    act: async (page, t) => {
      await press(page, t.models.importGuide);
      await page.getByRole('progressbar').waitFor();
    },
  },
  { name: 'import', state: 'models', act: (page, t) => press(page, t.models.import) },
  { name: 'folder-unreadable', state: 'folder-unreadable', act: (page, t) => press(page, t.models.import) },
  { name: 'import-choice', state: 'import-choice', act: inspect },
  {
    name: 'import-details',
    state: 'import-choice',
    act: async (page, t) => {
      await inspect(page, t);
      await page.getByText(t.import.details, { exact: true }).click();
    },
  },
  { name: 'import-refused', state: 'import-refused', act: inspect },
  {
    name: 'model-removal',
    state: 'models',
    act: async (page, t) => {
      await press(page, t.models.actions('Poro 2 8B Instruct'));
      await page.getByRole('menuitem', { name: t.common.remove, exact: true }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  { name: 'settings', state: 'settings' },
  { name: 'remotes', state: 'remotes', act: (page, t) => page.getByRole('list', { name: t.remotes.list }).waitFor() },
  {
    name: 'remote-dialog',
    state: 'remotes',
    act: async (page, t) => {
      await press(page, t.remotes.editOf('Lab'));
      const dialog = page.getByRole('dialog');
      await dialog.getByText(t.remotes.advanced, { exact: true }).click();
      await dialog.getByRole('button', { name: t.remotes.test, exact: true }).click();
      await dialog.getByText('poro', { exact: true }).waitFor();
    },
  },
  {
    name: 'chat-remote',
    state: 'chat-remote',
    act: async (page) => {
      await page.getByTestId('remote-mark').waitFor();
      await page.locator('.model-picker').click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'settings-advanced',
    state: 'settings',
    act: async (page, t) => {
      await page.getByRole('link', { name: t.settings.engine, exact: true }).click();
      await page.getByText(t.settings.kvCacheType, { exact: true }).first().waitFor();
    },
  },
  {
    name: 'settings-none-found',
    state: 'settings',
    act: (page, t) => page.getByRole('searchbox', { name: t.finder.label }).fill('zzzz'),
  },
  { name: 'comparisons', state: 'comparisons' },
  { name: 'comparisons-empty', state: 'comparisons-empty' },
  {
    name: 'new-comparison',
    state: 'comparisons',
    act: async (page, t) => {
      await press(page, t.compare.make);
      await page.getByRole('dialog').getByRole('radio', { name: t.compare.kinds.set }).check();
      await page.getByRole('dialog').getByText(t.compare.columnSettings).first().click();
    },
  },
  {
    name: 'compared',
    state: 'compared',
    act: async (page, t) => {
      await page.getByRole('combobox', { name: new RegExp(`^${t.compare.differences}`) }).click();
      await page.getByRole('option').last().click();
    },
  },
  {
    name: 'compared-set',
    state: 'compared-set',
    act: (page) => page.getByTestId('set-row').first().locator('summary').click(),
  },
  {
    name: 'vote',
    state: 'vote',
    act: async (page, t) => {
      await page.getByTestId('pair').waitFor();
      await page.getByText(t.vote.reasons).click();
      await press(page, t.vote.reasonNames.correct);
    },
  },
  { name: 'results', state: 'results', act: (page) => page.getByRole('table').first().waitFor() },
  { name: 'evaluations', state: 'evaluations', act: (page) => page.getByRole('table').first().waitFor() },
  { name: 'evaluations-empty', state: 'evaluations-empty' },
  { name: 'quick-settings', state: 'quick-settings' },
  {
    name: 'quick',
    state: 'quick',
    act: async (page, t) => {
      await press(page, t.quick.takeClipboard);
      await page.getByRole('textbox', { name: t.quick.question }).fill('Miksi porolla on sarvet?');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: t.quick.continue, exact: true }).waitFor();
      await press(page, t.quick.takeClipboard);
    },
  },
  { name: 'data-sets-empty', state: 'data-sets-empty' },
  { name: 'data-sets', state: 'data-sets' },
  { name: 'data-set', state: 'data-set' },
  {
    name: 'data-set-export',
    state: 'data-set',
    act: async (page, t) => {
      await press(page, t.datasets.export);
      await page.getByText(t.recipes.title, { exact: true }).click();
    },
  },
  {
    name: 'data-set-dialog',
    state: 'data-sets',
    act: (page, t) => press(page, t.datasets.make),
  },
  {
    name: 'new-evaluation',
    state: 'evaluations-empty',
    act: async (page, t) => {
      await press(page, t.evaluation.make);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: t.evaluation.form.file }).check();
      await dialog.getByRole('radio', { name: t.evaluation.form.own }).check();
      await dialog.getByRole('radio', { name: t.evaluation.form.some }).check();
      await press(page, t.evaluation.form.measure);
      await dialog.getByRole('button', { name: t.evaluation.form.measure, exact: true }).waitFor({ state: 'detached' });
    },
  },
  {
    name: 'evaluation',
    state: 'evaluation',
    act: async (page, t) => {
      await page.getByRole('combobox', { name: new RegExp(`^${t.evaluation.compareWith}`) }).click();
      await page.getByRole('option').last().click();
      await page.getByTestId('paired').getByRole('table').waitFor();
      await page.getByTestId('sample').first().locator('summary').click();
      await page.getByText(t.evaluation.how, { exact: true }).click();
    },
  },
  {
    name: 'evaluation-judged',
    state: 'evaluation-judged',
    act: async (page, t) => {
      await page.getByTestId('sample').first().locator('summary').click();
      await page.getByText(t.evaluation.judgeWords, { exact: true }).click();
    },
  },
  { name: 'palette', state: 'chat', act: (page) => page.keyboard.press('ControlOrMeta+k') },
  {
    name: 'palette-nothing',
    state: 'chat',
    act: async (page) => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('dialog').getByRole('combobox').fill('zzzz');
      await page.getByRole('dialog').getByRole('option', { name: /zzzz/ }).waitFor();
    },
  },
  {
    name: 'shortcuts',
    state: 'models',
    act: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'row-menu',
    state: 'chat',
    act: async (page, t) => {
      await press(page, t.history.actions(t === catalogues.fi ? 'Kalevalan synty' : 'How the Kalevala came to be'));
      await page.getByRole('menu').waitFor();
    },
  },
  ...DAILY_VIEWS,
];

/** Opens a view; resolves when it stands still. */
export async function openView(page: Page, origin: string, view: View, language: Language): Promise<void> {
  page.setDefaultTimeout(30_000);
  // A view may have made the window narrow.
  await page.setViewportSize({ width: 1280, height: 800 });
  // A blank page between two views: what the first leaves running is not the second's.
  await page.goto('about:blank');
  await page.goto(`${origin}/?state=${view.state}&language=${language}`);
  await page.locator('main').first().waitFor();
  await view.act?.(page, catalogues[language]);
  await page.waitForTimeout(60);
}
