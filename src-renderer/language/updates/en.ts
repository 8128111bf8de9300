import type { UpdateStatus } from '#contract/update-calls';

/** Words about newer versions of Sarvi. */
export const updates = {
  updates: {
    title: 'Updates',
    current: 'This version',
    check: 'Check for updates',
    checking: 'Checking…',
    sends: (host: string) =>
      `Sends one request to ${host}: the address and the name of the program, no version, id or other facts. As always on the network, the server sees your IP address.`,
    automatic: 'Check automatically',
    automaticHint: 'At each start and once a day, the same request. Nothing is downloaded by itself.',
    newest: (version: string) => `You have the newest version, ${version}.`,
    older: (found: string, current: string) => `The newest release is ${found}. You have ${current}, which is newer.`,
    offer: (version: string) => `Sarvi ${version}`,
    released: (day: string) => `Released ${day}`,
    notes: 'What is new',
    noNotes: 'There are no notes.',
    download: (size: string) => `Download (${size})`,
    continueDownload: (size: string) => `Continue the download (${size} left)`,
    progress: (done: string, whole: string) => `${done} of ${whole}`,
    downloading: 'Downloading the update',
    kept: 'If you cancel, what has been downloaded is kept.',
    downloaded: 'The file is downloaded, and it is the one that Sarvi’s makers signed.',
    install: 'Install and restart',
    installing: 'Installing: Sarvi closes now and starts again.',
    discard: 'Delete the download',
    show: 'Show the file',
    available: (version: string) => `Sarvi ${version} is available.`,
    openUpdates: 'Show',
    confirmTitle: (version: string) => `Install Sarvi ${version} now?`,
    steps: {
      nsis: 'Sarvi backs up the history, stops running answers and imports, and closes. The installer then replaces the program and starts it. Conversations, models and settings stay.',
      mac: 'Sarvi backs up the history, stops running answers and imports, and closes. macOS then replaces the program and starts it. Conversations, models and settings stay.',
      appimage:
        'Sarvi backs up the history, stops running answers and imports, and replaces its file. It then closes and the new version starts. Conversations, models and settings stay.',
    },
    byHand: {
      portable: 'Close Sarvi and unpack the file over the folder of the program. The folder Sarvi data stays.',
      deb: 'Close Sarvi and install the file with the system’s own tool, in a terminal in the folder of the file:',
      rpm: 'Close Sarvi and install the file with the system’s own tool, in a terminal in the folder of the file:',
      tar: 'Close Sarvi and unpack the file in place of the old folder.',
      appimage: 'The folder of the program cannot be written. Close Sarvi and replace the program’s file by this one.',
      nsis: 'Close Sarvi and start the file.',
      mac: 'Close Sarvi, unpack the file and drag Sarvi to Applications.',
    } satisfies Record<UpdateStatus['programKind'], string>,
    privacySent:
      'Sent: nothing but requests for updates. Sarvi has no account and no telemetry, and connects nowhere else unless you add a remote engine.',
    privacyOff: (host: string) =>
      `Updates: Sarvi asks for nothing on its own. “Check for updates” sends one request to ${host}.`,
    privacyOn: (host: string) =>
      `Updates: Sarvi asks ${host} at each start and once a day; nothing but the request is sent. You switched this on.`,
  },
};
