/** What is to be seen where little can be: colours forced by the system, and small windows. */
import { afterEach, expect, test } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { buildConversation, buildInspection, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const CHECKPOINT = '/home/aino/Poro';
const SIZES = [
  [1280, 720],
  [360, 640],
] as const;

interface Session {
  send(method: string, parameters: unknown): Promise<unknown>;
}

async function forceColours(value: 'active' | 'none'): Promise<void> {
  const session = cdp() as unknown as Session;
  await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value }] });
}

afterEach(async () => {
  await forceColours('none');
  await page.viewport(1280, 800);
});

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const rect = (element: Element) => element.getBoundingClientRect();

/** Where the next note and the composer are once it has risen; a note goes by itself, so the page itself looks. */
async function nextNote(): Promise<{ note: DOMRect; place: DOMRect }> {
  for (;;) {
    await frame();
    const note = document.querySelector('.toast');
    const composer = document.querySelector('[data-testid=composer]');
    if (!note || !composer) continue;
    await Promise.all(note.getAnimations().map(({ finished }) => finished));
    return { note: rect(note), place: rect(composer) };
  }
}

function longConversation() {
  return {
    models: [buildModel()],
    conversations: [buildConversation()],
    messages: Array.from({ length: 40 }, (_, index) =>
      buildMessage({
        id: `m${index}`,
        parentId: index === 0 ? null : `m${index - 1}`,
        role: index % 2 === 0 ? 'user' : 'assistant',
        text: `Message number ${index}. ${'Words that fill the line from edge to edge. '.repeat(9)}`,
      }),
    ),
  };
}

test('bubbles, code and buttons keep an edge in colours that the system forces', async () => {
  const code = buildMessage({ id: 'm41', parentId: 'm39', role: 'assistant', text: '```js\nlet a = 1;\n```' });
  const core = longConversation();
  renderApp({ ...core, messages: [...core.messages, code] }, '#/chat/c1');
  await expect.element(page.getByText('let a = 1;')).toBeVisible();
  await forceColours('active');
  const faintIn = (selector: string) =>
    [...document.querySelectorAll(selector)].filter((element) => {
      const { outlineStyle, outlineWidth, outlineColor, backgroundColor } = getComputedStyle(element);
      return outlineStyle !== 'solid' || Number.parseFloat(outlineWidth) < 1 || outlineColor === backgroundColor;
    });
  for (const selector of ['.bubble', '.code-block', '.chat button']) {
    expect(document.querySelectorAll(selector).length, selector).toBeGreaterThan(0);
    await expect.poll(() => faintIn(selector).length, { message: selector }).toBe(0);
  }
});

test.each(SIZES)('notes stand over the middle of the composer and not upon it, at %i × %i', async (width, height) => {
  await page.viewport(width, height);
  renderApp(longConversation(), '#/chat/c1');
  const composer = page.getByTestId('composer');
  await expect.element(composer).toBeVisible();
  const picker = page.getByTestId('file-input');
  for (const name of ['one.txt', 'two.txt', 'three.txt']) await picker.upload(new File(['some words'], name));
  await expect.element(page.getByText('three.txt')).toBeVisible();
  const seen = nextNote();
  await picker.upload(new File([new Uint8Array(50)], 'picture.bin'));
  const { note, place } = await seen;
  expect(Math.abs(note.left + note.width / 2 - (place.left + place.width / 2))).toBeLessThanOrEqual(1);
  expect(note.bottom).toBeLessThanOrEqual(place.top);
  expect(note.left).toBeGreaterThanOrEqual(0);
  expect(note.right).toBeLessThanOrEqual(width);
});

test.each(SIZES)('the way to the end covers no text, at %i × %i', async (width, height) => {
  await page.viewport(width, height);
  renderApp(longConversation(), '#/chat/c1');
  await expect.element(page.getByText(/Message number 39\./)).toBeInViewport();
  const scroller = page.getByRole('region', { name: 'Messages' }).element();
  scroller.scrollTop = 0;
  const toEnd = page.getByRole('button', { name: 'To the end' });
  await expect.element(toEnd).toBeVisible();
  await frame();
  const view = rect(scroller);
  const button = rect(toEnd.element());
  const isApart = button.top >= view.bottom || button.bottom <= view.top;
  expect(isApart).toBe(true);
  expect(button.bottom).toBeLessThanOrEqual(rect(page.getByTestId('composer').element()).top);
});

test.each(SIZES)('the recommended type is seen without scrolling, at %i × %i', async (width, height) => {
  await page.viewport(width, height);
  const inspections = { [CHECKPOINT]: buildInspection({ path: CHECKPOINT }) };
  renderApp({ models: [buildModel()], inspections, droppedPath: CHECKPOINT }, '#/models');
  await expect.element(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  const data = new DataTransfer();
  data.items.add(new File(['GGUF'], 'Poro'));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  const recommended = page.getByRole('radio', { name: /Recommended/ });
  await expect.element(recommended).toBeChecked();
  const body = recommended.element().closest('.body')!;
  expect(body.scrollTop).toBe(0);
  await expect.poll(() => rect(recommended.element()).bottom - rect(body).bottom).toBeLessThanOrEqual(0);
});
