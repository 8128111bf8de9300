/**
 * macOS: Electron's own updater (Squirrel.Mac) installs the archive that the core has downloaded and checked. It is given a
 * feed in a file, with the archive's path, size and SHA-256, so that it asks no network and nothing listens here. It
 * refuses a program that is not signed, and an archive of another signer.
 */
import { app, autoUpdater } from 'electron';
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { UpdateFile } from '../../core/ports.ts';

/** Squirrel copies, unpacks and checks the archive; a slow disk takes its time. */
const PREPARE_MS = 10 * 60_000;

/** @returns installs it and starts the new version. @throws SarviError `update-failed` */
export async function prepareSquirrel(update: UpdateFile): Promise<() => void> {
  const feedPath = `${update.path}.json`;
  await writeFile(feedPath, JSON.stringify(squirrelFeed(update)), { mode: 0o600 });
  await new Promise<void>((resolve, reject) => {
    const fail = (fault: string): void => {
      end();
      reject(new SarviError('update-failed', { reason: because('installer-not-started', { fault }) }));
    };
    const onDone = (): void => {
      end();
      resolve();
    };
    const onNone = (): void => fail('Squirrel found no update');
    const onError = (error: Error): void => fail(error.message);
    const timer = setTimeout(fail, PREPARE_MS, 'Squirrel did not answer');
    const end = (): void => {
      clearTimeout(timer);
      autoUpdater.off('update-downloaded', onDone).off('update-not-available', onNone).off('error', onError);
    };
    autoUpdater.on('update-downloaded', onDone).on('update-not-available', onNone).on('error', onError);
    try {
      autoUpdater.setFeedURL({ url: pathToFileURL(feedPath).href, serverType: 'json' });
      autoUpdater.checkForUpdates();
    } catch (error) {
      fail(String(error));
    }
  });
  return () => {
    app.releaseSingleInstanceLock();
    autoUpdater.quitAndInstall();
  };
}

/** @see Squirrel/Squirrel.Mac README.md, "Update File JSON Format"; electron docs/api/auto-updater.md */
function squirrelFeed({ version, path, sizeBytes, sha256 }: UpdateFile): unknown {
  const updateTo = { version, name: version, url: pathToFileURL(path).href, sha256, size: sizeBytes };
  return { currentRelease: version, releases: [{ version, updateTo }] };
}
