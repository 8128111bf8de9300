import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

test('the head and the details of an answer tell the type of the weights', async () => {
  const guide = buildModel();
  renderApp({ models: [guide] });
  await expect.element(page.getByTestId('model-kind')).toMatchTextContent(guide.facts.fileType);
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('Hello');
  await userEvent.keyboard('{Enter}');
  const answer = page.getByTestId('message').nth(1);
  await expect.element(answer).toHaveAttribute('aria-busy', 'false');
  await answer.getByRole('button', { name: 'Details' }).click();
  await expect.element(page.getByText(`${guide.name} · ${guide.facts.fileType}`)).toBeVisible();
});
