import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RUNTIME } from '../scripts/package/check-contents.ts';

const ROOT = join(import.meta.dirname, '..');
const config = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8');

it.each(['LICENSE', 'THIRD-PARTY-NOTICES.md'])('a package carries %s', (name) => {
  const [, resources = ''] = /^extraResources:\n((?: {2}.*\n)+)/m.exec(config) ?? [];
  expect(resources.split('\n')).toContain(`  - ${name}`);
  expect(existsSync(join(ROOT, name))).toBe(true);
});

it("a package for Windows carries Microsoft's C++ runtime", () => {
  const [, filter = ''] = /from: build\/vc-runtime\n {6}to: \.\n {6}filter: \[(.*)\]/.exec(config) ?? [];
  expect(filter.split(', ')).toEqual(RUNTIME);
});

it('icons are there in every form and size, so that packaging fetches no program to make them', () => {
  const build = join(ROOT, 'build');
  const ico = readFileSync(join(build, 'icon.ico'));
  const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => ico.readUInt8(6 + 16 * index));
  // 0 stands for 256.
  expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 0]);
  const icns = readFileSync(join(build, 'icon.icns'));
  expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
  for (const name of readdirSync(join(build, 'icons'))) {
    const png = readFileSync(join(build, 'icons', name));
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}.png`).toBe(name);
  }
});

it('a program for macOS may compile while it runs and nothing more, and needs macOS 14', () => {
  const entitlements = readFileSync(join(ROOT, 'build', 'entitlements.mac.plist'), 'utf8');
  expect([...entitlements.matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)).toEqual([
    'com.apple.security.cs.allow-jit',
  ]);
  expect(config).toMatch(/minimumSystemVersion: '14\.0'\n {2}hardenedRuntime: true\n/);
});

it('the uninstaller removes no folder with what it does not know, but those of the data when told to', () => {
  const script = readFileSync(join(ROOT, 'build', 'installer.nsh'), 'utf8');
  expect(script).not.toMatch(/RMDir\s+\/r/i);
  // No is the default, in a silent run too.
  expect(script).toMatch(/MB_DEFBUTTON2 "\$\(keepData\)" \/SD IDNO/);
  const removed = [...script.matchAll(/Push "(\$[A-Z].*)"\n\s+Call un\.removeTree/g)].map(([, path]) => path);
  expect(removed).toEqual(['$LOCALAPPDATA\\sarvi-updater', '$LOCALAPPDATA\\Sarvi', '$APPDATA\\Sarvi']);
});
