/** What each file of a release is, by its name. */
import type { FeedFile } from '../../src-main/contract/updates.ts';

type Facts = Pick<FeedFile, 'kind' | 'platform' | 'arch'>;

const PLATFORMS: Readonly<Record<string, FeedFile['platform']>> = { win: 'win32', mac: 'darwin', linux: 'linux' };
/** Debian, RPM and AppImage have names of their own for processors. */
const ARCHS: Readonly<Record<string, FeedFile['arch']>> = {
  ...{ x64: 'x64', amd64: 'x64', x86_64: 'x64' },
  ...{ arm64: 'arm64', aarch64: 'arm64' },
};
const KINDS: Readonly<Record<string, string>> = {
  ...{ exe: 'nsis', zip: 'zip', dmg: 'dmg' },
  ...{ AppImage: 'appimage', deb: 'deb', rpm: 'rpm', 'tar.gz': 'tar' },
};

/** Null for what is no package of this version: checksums, the list of parts. @throws Error for one of another version */
export function factsOfFile(name: string, version: string): Facts | null {
  // A list of blocks, which goes with its file.
  if (name.endsWith('.blocks')) return null;
  const [, prefix, found, os = '', arch = '', ending = ''] =
    /^(Sarvi-|sarvi-)(?:(\d.*?)-|cli-|cuda-)(win|mac|linux)-([a-z0-9_]+)\.(.+)$/.exec(name) ?? [];
  if (prefix === undefined) return null;
  if (found !== undefined && found !== version) throw new Error(`${name} is not of version ${version}`);
  const [platform, processor] = [PLATFORMS[os], ARCHS[arch]];
  const [, own] = /^sarvi-(cli|cuda)-/.exec(name) ?? [];
  // The list of its files is beside the CUDA package.
  const kind = own === 'cuda' && ending === 'json' ? 'cuda-list' : (own ?? KINDS[ending]);
  if (platform === undefined || processor === undefined || kind === undefined) throw new Error(`${name} is not known`);
  return { kind, platform, arch: processor };
}
