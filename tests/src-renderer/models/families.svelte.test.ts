import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildAdapter, buildPoro } from '../../builders/contract-values.ts';
import { buildDataset, fakeDatasets } from '../../builders/fake-datasets.ts';
import { buildLineage, buildParentComparison, fakeLineage } from '../../builders/fake-lineage.ts';
import { renderApp, type RenderedApp } from '../../builders/render-app.ts';

const PARENT = { ...buildPoro('sft'), id: 'parent', name: 'Poro 2 8B SFT' };
const CHILD = { ...buildPoro('sft'), id: 'child', name: 'Porokas', lineage: buildLineage() };
const ADAPTER = buildAdapter({ name: 'Runot', lineage: buildLineage({ data: null, method: null, trainer: null }) });
const COMPARISON = buildParentComparison();

function render(hash = '#/models', comparisons = [COMPARISON]): RenderedApp {
  const datasets = fakeDatasets({ datasets: [buildDataset()] });
  const lineage = fakeLineage(comparisons);
  return renderApp(
    {
      models: [PARENT, CHILD],
      adapters: [ADAPTER],
      more: (handlers) => lineage({ ...handlers, ...datasets(handlers) }),
    },
    hash,
  );
}

test('the library shows what was trained from what, adapters too, and compares with one click', async () => {
  const { bridge } = render();
  const tree = page.getByRole('tree', { name: 'Families of models' });
  const children = tree.getByRole('treeitem', { name: /^(Porokas|Runot)/ });
  await expect.element(children.getByText('Porokas')).toBeVisible();
  await expect.element(children.getByText('DPO · with TRL 1.9.2 · β 0.01 · data Parit, version 2')).toBeVisible();
  await expect.element(children.getByText('Runot')).toBeVisible();
  await expect.element(tree.getByRole('treeitem', { name: /^Porokas/ })).toHaveAttribute('aria-level', '2');
  await expect.element(tree.getByRole('treeitem', { name: /^Poro 2 8B SFT/ })).toHaveAttribute('aria-level', '1');
  await children.getByRole('button', { name: 'Compare with parent: Porokas' }).click();
  await expect.element(page.getByRole('heading', { name: 'Compare with parent' })).toBeVisible();
  expect(bridge.calls.find(({ name }) => name === 'lineage.compare')?.input).toEqual({
    ...{ child: { kind: 'model', modelId: 'child' }, parentId: 'parent', beta: 0.01, withIfeval: true },
    source: { kind: 'version', versionId: 'w1' },
  });
});

test('the tree is walked with arrows, Home and End, letters, and folded', async () => {
  render();
  const tree = page.getByRole('tree', { name: 'Families of models' });
  const item = (name: string) => tree.getByRole('treeitem', { name: new RegExp(`^${name}`) });
  const [parent, porokas, runot] = [item('Poro 2 8B SFT'), item('Porokas'), item('Runot')];
  await expect.element(runot).toBeVisible();
  (parent.element() as HTMLElement).focus();
  const steps: [string, typeof parent][] = [
    ['{ArrowDown}', porokas],
    ['{ArrowDown}', runot],
    ['{ArrowDown}', runot],
    ['{ArrowUp}', porokas],
    ['{ArrowLeft}', parent],
    ['{ArrowRight}', porokas],
    ['{End}', runot],
    ['{Home}', parent],
    ['r', runot],
    ['{Home}', parent],
    ['porok', porokas],
  ];
  for (const [keys, reached] of steps) {
    await userEvent.keyboard(keys);
    await expect.element(reached).toHaveFocus();
    await expect.element(reached).toHaveAttribute('tabindex', '0');
  }
  // Tab goes to the buttons of this row alone, and Shift+Tab comes back to it.
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('button', { name: 'Compare with parent: Porokas' })).toHaveFocus();
  await userEvent.tab();
  await expect.element(page.getByRole('button', { name: 'Origin of Porokas' })).toHaveFocus();
  await userEvent.tab({ shift: true });
  await userEvent.tab({ shift: true });
  await expect.element(porokas).toHaveFocus();

  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
  await expect.element(parent).toHaveFocus();
  await expect.element(parent).toHaveAttribute('aria-expanded', 'false');
  await expect.element(porokas).not.toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(parent).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  await expect.element(porokas).toHaveFocus();
});

test('what is not known is asked, and a refusal is told in the dialog', async () => {
  render();
  await page.getByRole('button', { name: 'Compare with parent: Runot' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare with parent: Runot' });
  await dialog
    .getByRole('textbox', { name: 'Folder that was exported for training, or its test.jsonl' })
    .fill('/tmp/x');
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog.getByRole('alert')).toMatchTextContent(/no row is kept for testing/);
});

test('an origin is changed with the keyboard', async () => {
  const { bridge } = render();
  const origin = page.getByRole('button', { name: 'Origin of Porokas' });
  await expect.element(origin).toBeVisible();
  (origin.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  const dialog = page.getByRole('dialog', { name: 'Origin of Porokas' });
  await expect.element(dialog.getByText('learning_rate')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'β (beta)' }).fill('0.2');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  expect(bridge.calls.find(({ name }) => name === 'lineage.set')?.input).toMatchObject({
    ...{ child: { kind: 'model', modelId: 'child' }, beta: 0.2, method: 'dpo', parentId: 'parent' },
  });
});

test('a comparison shows its figures with intervals and what was left out, and can be deleted', async () => {
  render(`#/models/${COMPARISON.id}`);
  await expect.element(page.getByRole('heading', { name: 'Porokas against Poro 2 8B SFT' })).toBeVisible();
  const row = (name: RegExp) => page.getByRole('row', { name });
  await expect.element(row(/^Pairs with the larger reward/)).toMatchTextContent(/79\.5% \(73\.6–84\.4\)/);
  await expect.element(row(/^Mean reward margin/)).toMatchTextContent(/0\.0123 \(0\.0101 … 0\.0145\)/);
  await expect.element(row(/^Pairs with ln p/)).toMatchTextContent(/53\.3% .*61\.9% .*McNemar p 0\.012/);
  await expect.element(page.getByText('2 rows are longer than the window')).toBeVisible();
  await page.getByRole('button', { name: 'Actions for this comparison' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect.element(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
});
