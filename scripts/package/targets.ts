/** The systems that Sarvi is packaged for. */
export interface Target {
  /** As electron-builder and node-llama-cpp name it. */
  readonly os: 'linux' | 'mac' | 'win';
  /** As Node and npm name it. */
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly arch: 'x64' | 'arm64';
}

export const LINUX_X64: Target = { os: 'linux', platform: 'linux', arch: 'x64' };

export const TARGETS: readonly Target[] = [
  LINUX_X64,
  { os: 'linux', platform: 'linux', arch: 'arm64' },
  { os: 'win', platform: 'win32', arch: 'x64' },
  { os: 'win', platform: 'win32', arch: 'arm64' },
  { os: 'mac', platform: 'darwin', arch: 'arm64' },
  { os: 'mac', platform: 'darwin', arch: 'x64' },
];

export function targetName({ os, arch }: Target): string {
  return `${os}-${arch}`;
}
