import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';
import { LanguageState } from '../../../src-renderer/state/language.svelte.ts';

test('the text size of the settings scales the page', async () => {
  renderApp({ models: [buildModel()], settings: { textSize: 200 } }, '#/settings');
  await expect.element(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await expect.poll(() => getComputedStyle(document.documentElement).fontSize).toBe('32px');
  document.documentElement.style.fontSize = '';
});

test('a date is written as the system writes dates of that language', () => {
  const language = new LanguageState(() => 'en');
  const at = Date.UTC(2026, 1, 3, 12);
  const dayIn = (locale: string) => {
    language.systemLocale = locale;
    return language.formats.day(at);
  };
  expect([dayIn('en-GB'), dayIn('en_GB.UTF-8'), dayIn('en-US'), dayIn('C'), dayIn('fi-FI')]).toEqual([
    '3 Feb 2026',
    '3 Feb 2026',
    'Feb 3, 2026',
    'Feb 3, 2026',
    'Feb 3, 2026',
  ]);
});

/** Of every element that is drawn; what is folded away gets its colours when it is opened. */
function colours(): string[] {
  const drawn = [...document.querySelectorAll('#app *')].filter((element) => element.checkVisibility());
  return drawn.map((element) => {
    const { color, backgroundColor, borderTopColor, fill } = getComputedStyle(element);
    const name = `${element.tagName} ${element.getAttribute('class') ?? ''}`;
    return [name, color, backgroundColor, borderTopColor, fill].join(' | ');
  });
}

const CODE = `Code:\n\n\`\`\`js\n${'const a = "b"; // c\n'.repeat(500)}\`\`\`\n\n- \`inline\`\n\n\`\`\`\nplain\n\`\`\`\n`;

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Until nothing changes by degrees any more. */
async function settled(theme: string): Promise<string[]> {
  await expect.poll(() => document.documentElement.dataset['theme']).toBe(theme);
  await frame();
  await expect.poll(() => document.getAnimations().length).toBe(0);
  return colours();
}

describe.each([
  ['#/settings', () => page.getByRole('heading', { name: 'Settings', level: 1 })],
  ['#/chat/c1', () => page.getByText('plain', { exact: true })],
])('after a change of the theme %s', (address, shown) => {
  afterEach(() => {
    delete document.documentElement.dataset['theme'];
  });

  async function render(theme: 'light' | 'dark') {
    const app = renderApp(
      {
        models: [buildModel()],
        conversations: [buildConversation()],
        messages: [buildMessage({ role: 'assistant', text: CODE })],
        settings: { theme },
      },
      address,
    );
    await expect.element(shown()).toBeVisible();
    // The section in view is marked a moment later, and code has its colours a moment later.
    const coloured = address === '#/settings' ? '#content a[aria-current]' : '.hljs-keyword';
    await expect.poll(() => document.querySelector(coloured)).not.toBeNull();
    return { ...app, fresh: await settled(theme) };
  }

  test('has the colours of a fresh start in that theme', async () => {
    const dark = await render('dark');
    await dark.close();
    const { bridge, fresh } = await render('light');
    expect(fresh).not.toEqual(dark.fresh);
    await bridge.call('settings.update', { theme: 'dark' });
    expect(await settled('dark')).toEqual(dark.fresh);
    await bridge.call('settings.update', { theme: 'light' });
    expect(await settled('light')).toEqual(fresh);
  });

  test('has them at once where less motion is wanted for', async () => {
    const media = async (value: string): Promise<void> => {
      await cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value }] });
    };
    onTestFinished(() => media(''));
    await media('reduce');
    expect(matchMedia('(prefers-reduced-motion: reduce)').matches).toBe(true);
    await render('light');
    document.documentElement.dataset['theme'] = 'dark';
    const atOnce = colours();
    expect(atOnce).toEqual(await settled('dark'));
  });
});
