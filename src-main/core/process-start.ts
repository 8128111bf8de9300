import { execFileSync } from 'node:child_process';

/** Needed only when a process has the number of a claim's holder. PowerShell alone takes a second to start. */
const TIMEOUT_MS = 10_000;

/**
 * When a process started, in milliseconds since 1970, from programs of the system; null when they do not tell. For
 * systems without /proc.
 */
export function processStart(processId: number, platform: NodeJS.Platform = process.platform): number | null {
  const [program, args] = command(processId, platform);
  try {
    const text = execFileSync(program, args, {
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    const at = Date.parse(platform === 'win32' ? text.trim() : `${text.trim()} UTC`);
    return Number.isFinite(at) ? at : null;
  } catch {
    return null;
  }
}

/** Full paths where there is one, so that no other program of the name runs. */
function command(processId: number, platform: NodeJS.Platform): [string, string[]] {
  if (platform !== 'win32') return ['/bin/ps', ['-o', 'lstart=', '-p', String(processId)]];
  const system = process.env['SystemRoot'] ?? 'C:\\Windows';
  const script = `(Get-Process -Id ${processId}).StartTime.ToUniversalTime().ToString('o')`;
  return [
    `${system}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`,
    ['-NoProfile', '-NonInteractive', '-Command', script],
  ];
}
