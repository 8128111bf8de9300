import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openDevRenderer } from '../../../src-main/shells/dev-renderer.ts';
import { securityHeaders } from '../../../src-main/shells/security-headers.ts';

/** Answers with what it was asked, as Vite's server stands behind a shell. */
async function openEcho(): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/missing.ts' ? 404 : 200, { 'content-type': 'text/javascript' });
    response.end(`${request.url} ${request.headers.accept}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('a file of the development server comes with its query and its type', async () => {
  const files = openDevRenderer(await openEcho());
  const file = await files.read('/app/App.svelte', 'svelte&type=style&lang.css');
  expect(file).toEqual({
    body: Buffer.from('/app/App.svelte?svelte&type=style&lang.css */*'),
    contentType: 'text/javascript',
  });
  expect((await files.read('/', ''))?.body.toString()).toBe('/ text/html');
  expect(await files.read('/missing.ts', '')).toBeNull();
});

test('no path leads to another server', async () => {
  const serverUrl = await openEcho();
  const file = await openDevRenderer(serverUrl).read('//example.com/x', '');
  expect(file?.body.toString()).toBe('//example.com/x */*');
});

test('only the policy of development lets styles and the socket of changes in', () => {
  const { hotReloadUrl } = openDevRenderer('http://127.0.0.1:5173/');
  const policy = (url?: string): string => securityHeaders("'none'", url)['content-security-policy'] ?? '';
  expect(policy(hotReloadUrl)).toContain("style-src 'self' 'unsafe-inline'");
  expect(policy(hotReloadUrl)).toContain('connect-src ws://127.0.0.1:5173;');
  expect(policy()).toContain("style-src 'self';");
  expect(policy()).toContain("connect-src 'none';");
});
