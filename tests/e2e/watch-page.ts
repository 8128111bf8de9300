import type { Page } from '@playwright/test';

/**
 * Watches, from before the page's first script, for everything that text must never bring about: elements that run or
 * load something, event handlers, addresses that are not followed by the app itself.
 */
export async function watchForDangers(page: Page): Promise<() => Promise<string[]>> {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => dialogs.push(`popup: ${popup.url()}`));
  await page.addInitScript(() => {
    const found: string[] = ((globalThis as unknown as { dangers: string[] }).dangers = []);
    const forbidden = 'iframe,frame,object,embed,base,applet,portal,img,video,audio,source,track,form[action],template';
    const judge = (element: Element): void => {
      const { localName } = element;
      if (element.matches(forbidden)) found.push(`<${localName}>`);
      if (/^(script|style)$/.test(localName) && !element.hasAttribute('src')) found.push(`<${localName}>`);
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name) || name === 'formaction' || name === 'srcdoc' || name === 'ping')
          found.push(`${localName}[${name}]`);
        const isOwn = URL.parse(value, location.href)?.origin === location.origin;
        if (/href$/.test(name) && !isOwn && !value.startsWith('https://')) found.push(`${localName}[${name}=${value}]`);
        if (name === 'style' && /url\(|expression|@import/i.test(value)) found.push(`${localName}[style=${value}]`);
      }
    };
    new MutationObserver((mutations) => {
      for (const { target, addedNodes, type } of mutations) {
        if (type === 'attributes' && target instanceof Element) judge(target);
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue;
          judge(node);
          for (const element of node.querySelectorAll('*')) judge(element);
        }
      }
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  return async () => {
    const [dangers, ran] = await page.evaluate(() => {
      const scope = globalThis as unknown as { dangers: string[]; __pwned?: unknown };
      return [scope.dangers, scope.__pwned !== undefined] as const;
    });
    return [...dangers, ...dialogs, ...(ran ? ['a script of the text ran'] : [])];
  };
}
