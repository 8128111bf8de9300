import { resolve } from 'node:path';
import { SarviError } from '#contract/errors';
import type { ModelPlace } from '#contract/model-place-calls';
import { formatBytes } from '../../../core/format-bytes.ts';
import { lockDataFolder } from '../../data-folder-lock.ts';
import type { CommandContext } from '../command.ts';

/**
 * Moves all models, and waits for the end. An interrupted move leaves each model where it is; the same command goes on.
 *
 * @param parent - null for the data folder
 * @throws SarviError `data-folder-in-use` while the app runs, `cancelled`, and as `models.moveTo`
 */
export async function moveModels({ app, ports, output, signal }: CommandContext, parent: string | null): Promise<void> {
  const lock = lockDataFolder(ports().folders.data);
  try {
    const opened = await app();
    const ended = Promise.withResolvers<ModelPlace>();
    const stopListening = opened.listen((name, payload) => {
      if (name !== 'models.placeChanged') return;
      const place = payload as ModelPlace;
      if (place.move === null) ended.resolve(place);
      else {
        const { bytesDone, bytesTotal } = place.move;
        output.event(
          { type: 'progress', phase: 'moving', ...place.move },
          `${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`,
        );
      }
    });
    const stop = (): void => void opened.ask('models.stopMove', {});
    signal.addEventListener('abort', stop, { once: true });
    try {
      await opened.ask('models.moveTo', { parent: parent === null ? null : resolve(parent) });
      const place = await ended.promise;
      if (place.error !== null) throw SarviError.fromReport(place.error);
      if (signal.aborted) throw new SarviError('cancelled');
      output.result({ folder: place.folder }, place.folder);
    } finally {
      stopListening();
      signal.removeEventListener('abort', stop);
    }
  } finally {
    lock.release();
  }
}
