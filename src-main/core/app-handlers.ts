import type { Handlers } from '#contract/contract';
import { SarviError, type ErrorReport } from '#contract/errors';
import type { History } from './history/history.ts';
import { listFolder } from './models/list-folder.ts';
import type { Dialogs, Ports } from './ports.ts';

type AppCall = Extract<keyof Handlers, `app.${string}`>;

/** Handlers of the calls about the app itself. @param backupFailure - why the last daily backup failed */
export function appHandlers(
  { version, shell, platform, systemLocale, folders, dialogs, takeOpenedFile }: Ports,
  history: Pick<History, 'notice' | 'noticeSeen'>,
  backupFailure: () => ErrorReport | null,
): Handlers<AppCall> {
  return {
    'app.describe': () =>
      Promise.resolve({
        version,
        shell,
        platform,
        systemLocale,
        dataFolder: folders.data,
        nativeDialogs: dialogs !== null,
        notices: [history.notice?.toReport(), backupFailure()].flatMap((notice) => notice ?? []),
      }),
    'app.noticeSeen': () => {
      history.noticeSeen();
      return Promise.resolve(null);
    },
    'app.choosePath': async ({ kind }) => ({ path: await requireDialogs(dialogs).choosePath(kind) }),
    'app.chooseNewPath': async ({ suggestedName }) => ({
      path: await requireDialogs(dialogs).chooseNewPath(suggestedName),
    }),
    'app.takeOpenedFile': () => Promise.resolve({ path: takeOpenedFile?.() ?? null }),
    'app.listFolder': ({ path }) => listFolder(path, folders.data),
  };
}

/** @throws SarviError `unsupported-in-shell` */
function requireDialogs(dialogs: Dialogs | null): Dialogs {
  if (!dialogs) throw new SarviError('unsupported-in-shell');
  return dialogs;
}
