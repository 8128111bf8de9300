import { mount, unmount } from 'svelte';
import { expect, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import ConfirmDialog from '../../../src-renderer/ui/ConfirmDialog.svelte';

test.each(['Do it', 'Leave it'])('the answer “%s” closes the question, whoever asked', async (answer) => {
  const acts: string[] = [];
  const props = $state({
    open: true,
    title: 'Really?',
    text: 'This cannot be undone.',
    confirmLabel: 'Do it',
    cancelLabel: 'Leave it',
    onconfirm: () => acts.push(`confirmed, ${props.open ? 'open' : 'closed'}`),
    onclose: () => {
      acts.push('closed');
      props.open = false;
    },
  });
  const dialog = mount(ConfirmDialog, { target: document.body, props });
  onTestFinished(() => unmount(dialog));
  await page.getByRole('button', { name: answer }).click();
  await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
  expect(acts).toEqual(answer === 'Do it' ? ['confirmed, open', 'closed'] : ['closed']);
});
