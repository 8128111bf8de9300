import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel } from '../../builders/contract-values.ts';
import { buildPrompt, fakePrompts } from '../../builders/fake-prompts.ts';
import { renderApp } from '../../builders/render-app.ts';

const PROMPTS = [
  buildPrompt('minutes', 'en', {
    title: 'Minutes of a meeting',
    fields: [
      { name: 'tone', kind: 'choice', label: 'Tone', choices: ['formal', 'friendly'] },
      { name: 'notes', kind: 'long', label: 'Notes', choices: [] },
      { name: 'file', kind: 'file', label: 'File', choices: [] },
    ],
    body: 'Write {{tone}} minutes. {{notes}} {{notes}} {{file}}',
  }),
  buildPrompt('minutes', 'fi', {
    title: 'Muistio',
    fields: [{ name: 'nimi', kind: 'text', label: '', choices: [] }],
    body: 'Muistio: {{nimi}}',
  }),
  buildPrompt('plain', null, { title: 'Plain words', body: 'Say it plainly.' }),
];

function render(hash: string) {
  return renderApp({ models: [buildModel()], more: fakePrompts(PROMPTS) }, hash);
}

const composer = () => page.getByRole('textbox', { name: 'Message', exact: true });
const option = (name: RegExp) => page.getByRole('option', { name });

test('a slash finds prompts, a form fills one, and what it makes is seen before it is sent', async () => {
  const { bridge } = render('#/');
  await composer().fill('/mi me');
  await expect.element(option(/^Minutes of a meeting/)).toHaveAttribute('aria-selected', 'true');
  await userEvent.keyboard('{Enter}');
  const dialog = page.getByRole('dialog', { name: 'Minutes of a meeting' });
  await dialog.getByRole('textbox', { name: 'Notes' }).fill('{{tone}} $& {{notes}}');
  await userEvent.upload(page.getByTestId('prompt-field-file'), new File(['{{notes}} file'], 'a.txt'));
  const made = 'Write formal minutes. {{tone}} $& {{notes}} {{tone}} $& {{notes}} ```text a.txt\n{{notes}} file\n```';
  await expect.poll(() => dialog.getByRole('region', { name: 'The message' }).element().textContent).toContain(made);
  await dialog.getByRole('button', { name: 'Put into the message' }).click();
  await expect.element(composer()).toHaveValue(made);
  await expect.element(composer()).toHaveFocus();
  expect(bridge.calls.filter(({ name }) => name === 'chat.send')).toEqual([]);
});

test('a prompt without fields goes into the message at once, and Escape leaves a slash as it is', async () => {
  const { bridge } = render('#/');
  await composer().fill('/');
  await expect.element(option(/^Plain words/)).toBeVisible();
  await userEvent.keyboard('{ArrowDown}{Tab}');
  await expect.element(composer()).toHaveValue('Say it plainly.');
  await composer().fill('/pl');
  await expect.element(option(/^Plain words/)).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(option(/^Plain words/)).not.toBeInTheDocument();
  await userEvent.keyboard('x{Enter}');
  await expect.poll(() => bridge.calls.find(({ name }) => name === 'chat.send')?.input).toMatchObject({ text: '/plx' });
});

test('a draft that begins with a slash stays behind a prompt that was chosen on the page', async () => {
  render('#/');
  await composer().fill('/etc/hosts explain this file');
  location.hash = '#/prompts';
  await page.getByRole('button', { name: 'Use “Plain words”' }).click();
  await expect.element(composer()).toHaveValue('Say it plainly.\n/etc/hosts explain this file');
});

test('what is written into a dialog is asked about before Escape drops it', async () => {
  render('#/prompts');
  await page.getByRole('button', { name: 'New prompt' }).click();
  const dialog = page.getByRole('dialog', { name: 'New prompt' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Trip');
  await userEvent.keyboard('{Escape}');
  await page.getByRole('button', { name: 'Keep writing' }).click();
  await expect.element(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Trip');
  await userEvent.keyboard('{Escape}');
  await page.getByRole('button', { name: 'Drop it' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
});

test('the form changes to the other language of the prompt', async () => {
  render('#/prompts');
  await page.getByRole('button', { name: 'Use “Minutes of a meeting”' }).click();
  await page.getByRole('combobox', { name: 'Language English' }).click();
  await page.getByRole('option', { name: 'Finnish' }).click();
  const dialog = page.getByRole('dialog', { name: 'Muistio' });
  await dialog.getByRole('textbox', { name: 'nimi' }).fill('Kevät');
  await userEvent.keyboard('{Enter}');
  await expect.element(composer()).toHaveValue('Muistio: Kevät');
});

test('a prompt is written, its fields follow from the text, and it is deleted', async () => {
  const { bridge } = render('#/prompts');
  await page.getByRole('button', { name: 'New prompt' }).click();
  const dialog = page.getByRole('dialog', { name: 'New prompt' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Trip');
  await dialog
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill('Plan a trip to {{place}} for {{days}} days to {{place}}.');
  await dialog.getByRole('combobox', { name: 'Kind Line of text' }).first().click();
  await page.getByRole('option', { name: 'Choice' }).click();
  await expect.element(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Choices, one to a line' }).fill('Oulu\n\nKemi; Tornio\n');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(page.getByRole('heading', { name: 'Trip' })).toBeVisible();
  expect(bridge.calls.find(({ name }) => name === 'promptlibrary.save')?.input).toMatchObject({
    promptId: null,
    language: 'en',
    content: {
      fields: [
        { name: 'place', kind: 'choice', choices: ['Oulu', 'Kemi Tornio'] },
        { name: 'days', kind: 'text' },
      ],
    },
  });
  await page.getByRole('button', { name: 'Actions for “Trip”' }).click();
  await page.getByRole('menuitem', { name: 'Delete the English version' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.element(page.getByRole('heading', { name: 'Trip' })).not.toBeInTheDocument();
});

test('files are taken in, and those that are no text are named with the reason', async () => {
  render('#/prompts');
  await expect.element(page.getByRole('heading', { name: 'Plain words' })).toBeVisible();
  await userEvent.upload(page.getByTestId('prompt-files'), [
    new File(['hello'], 'new.md'),
    new File([new Uint8Array([0xff, 0xfe])], 'picture.md'),
    new File(['x'.repeat(100_001)], 'long.md'),
  ]);
  const note = page.getByRole('alert');
  await expect.element(note.getByText('1 prompt imported.')).toBeVisible();
  await expect.element(note.getByText('picture.md was left out: it is not text in UTF-8.')).toBeVisible();
  await expect.element(note.getByText(/^long.md was left out/)).toBeVisible();
});

test('a prompt that has changed meanwhile is not overwritten, and what was typed stays', async () => {
  const { bridge } = render('#/prompts');
  await page.getByRole('button', { name: 'Actions for “Plain words”' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit the prompt' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Plainer');
  bridge.failNext('promptlibrary.save', 'prompt-changed', { name: 'plain.md' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(dialog.getByText(/has changed since it was opened here/)).toBeVisible();
  await expect.element(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Plainer');
});

test('a field’s file that is too long is attached, and the composer asks what of it goes along', async () => {
  const { bridge } = render('#/');
  await composer().fill('/mi me');
  await expect.element(option(/^Minutes of a meeting/)).toBeVisible();
  await userEvent.keyboard('{Enter}');
  const dialog = page.getByRole('dialog', { name: 'Minutes of a meeting' });
  const text = 'Kokous alkoi kello yhdeksän. '.repeat(3000);
  await userEvent.upload(page.getByTestId('prompt-field-file'), new File([text], 'long.txt'));
  await expect.element(dialog.getByText(/^long.txt is too long to be in the message as text/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Put into the message' }).click();
  await expect.element(composer()).toHaveValue('Write formal minutes.   long.txt');
  const long = page.getByTestId('long-files');
  await long.getByRole('button', { name: 'Send in parts' }).click();
  await expect.element(long.getByRole('checkbox').first()).toBeChecked();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect
    .poll(() => bridge.calls.find(({ name }) => name === 'chat.send')?.input)
    .toMatchObject({
      text: expect.stringMatching(/^```text long\.txt \[1–[^]*Write formal minutes\. {3}long\.txt$/) as unknown,
    });
});

test('the menu has every prompt and says how many, and is there again when a form was closed without a message', async () => {
  const more = Array.from({ length: 30 }, (_, at) =>
    buildPrompt(`p${at}`, null, { title: `Zebra ${at}`, body: '{{a}}' }),
  );
  renderApp({ models: [buildModel()], more: fakePrompts([...PROMPTS, ...more]) }, '#/');
  await composer().fill('/');
  await expect.element(page.getByTestId('prompt-count')).toMatchTextContent('32 prompts; typing narrows the list.');
  await expect.element(option(/^Zebra 29/)).toBeInTheDocument();
  await composer().fill('/minutes');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog', { name: 'Minutes of a meeting' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  await expect.element(option(/^Minutes of a meeting/)).toBeVisible();
  await expect.element(composer()).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog', { name: 'Minutes of a meeting' })).toBeVisible();
});

test('a prompt that cannot be read is named by the dialog that says so', async () => {
  const { bridge } = render('#/prompts');
  await expect.element(page.getByRole('heading', { name: 'Plain words' })).toBeVisible();
  bridge.failNext('promptlibrary.open', 'prompt-unknown');
  await page.getByRole('button', { name: 'Use “Minutes of a meeting”' }).click();
  await expect.element(page.getByRole('dialog', { name: 'Minutes of a meeting' }).getByRole('alert')).toBeVisible();
});

test('the editor takes a name of several words for a field, and names what is none', async () => {
  render('#/prompts');
  await page.getByRole('button', { name: 'New prompt' }).click();
  const dialog = page.getByRole('dialog', { name: 'New prompt' });
  await dialog.getByRole('textbox', { name: 'Text', exact: true }).fill('Hi {{first name}} and {{who?}}');
  await expect.element(dialog.getByRole('note')).toMatchTextContent(/^\{\{who\?\}\} is not a field/);
  await expect.element(dialog.getByText(/first name\}\}$/)).toBeVisible();
});
