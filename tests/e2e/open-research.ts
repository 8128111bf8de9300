import type { Page } from '@playwright/test';
import { en } from '../../src-renderer/language/en.ts';

/** Goes to a page for research, whose links are behind a button of the sidebar. @param name - of the page */
export async function openResearch(page: Page, name: string): Promise<void> {
  const pages = page.getByRole('navigation', { name: en.sidebar.pages, exact: true });
  const button = pages.getByRole('button', { name: en.sidebar.research });
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
  await pages.getByRole('link', { name, exact: true }).click();
}
