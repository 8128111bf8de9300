import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel } from '../../builders/contract-values.ts';
import { fakeComparisons } from '../../builders/fake-comparisons.ts';
import { renderApp } from '../../builders/render-app.ts';

const research = page.getByRole('button', { name: 'Research' });
const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');

test('daily pages are links, and those for research stand behind a button that the settings remember', async () => {
  const { bridge } = renderApp({ models: [buildModel()], more: fakeComparisons([]) });
  await expect.element(links.nth(0)).toMatchTextContent('Prompts');
  expect(links.elements().map((link) => link.textContent.trim())).toEqual([
    'Prompts',
    'Bookmarks',
    'Models',
    'Settings',
  ]);
  await expect.element(research).toHaveAttribute('aria-expanded', 'false');
  (research.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(research).toHaveAttribute('aria-expanded', 'true');
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: { researchShown: true } });
  await userEvent.keyboard('{Tab}{Enter}');
  await expect.element(page.getByRole('heading', { name: 'Comparisons', level: 1 })).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Comparisons' })).toHaveAttribute('aria-current', 'page');
});

test('the button is marked where one of its pages is open behind it', async () => {
  renderApp({ models: [buildModel()] }, '#/difference');
  await expect.element(research).toHaveAttribute('aria-current', 'true');
  await research.click();
  await expect.element(page.getByRole('link', { name: 'Model difference' })).toHaveAttribute('aria-current', 'page');
  await expect.element(research).not.toHaveAttribute('aria-current');
});
