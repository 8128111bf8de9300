import type { Handlers } from '#contract/contract';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SarviError } from '#contract/errors';
import type { KeptKind } from '#contract/privacy-calls';
import type { Backups } from '../history/backups/backups.ts';
import type { Ports } from '../ports.ts';
import { deleteAll, type DeletionParts } from './delete-all.ts';
import { keptPlaces, measureKept, type KeptPlace } from './kept-places.ts';

type PrivacyCall = 'privacy.kept' | 'privacy.open' | 'privacy.deleteAll';

const FILE_KINDS: readonly KeptKind[] = ['settings', 'page-keys', 'remote-keys'];

/** Handlers of the calls about what is kept. */
export function privacyHandlers(
  { folders, dialogs, settings }: Pick<Ports, 'folders' | 'dialogs' | 'settings'>,
  backups: Pick<Backups, 'folders'>,
  deletion: DeletionParts,
): Handlers<PrivacyCall> {
  let deleting: Promise<unknown> = Promise.resolve();
  const places = (): KeptPlace[] => keptPlaces(folders.data, backups.folders, deletion.modelFolders(), settings.path);
  return {
    'privacy.kept': () => measureKept(places()),
    'privacy.open': async ({ path }) => {
      if (!dialogs) throw new SarviError('unsupported-in-shell');
      const place = places().find((one) => one.path === path);
      if (path !== undefined && !place) throw new SarviError('path-missing', { path });
      const isFile = place !== undefined && FILE_KINDS.includes(place.kind);
      const folder = isFile ? dirname(place.path) : (place?.path ?? folders.data);
      await access(folder).catch(() => {
        throw new SarviError('path-missing', { path: folder });
      });
      await dialogs.openFolder(folder);
      return null;
    },
    'privacy.deleteAll': async (input) => {
      // Deletions from two tabs run one after the other.
      const deleted = deleting.then(() => deleteAll(deletion, input));
      deleting = deleted.catch(() => undefined);
      return { away: await deleted };
    },
  };
}
