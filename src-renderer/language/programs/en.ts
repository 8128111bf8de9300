import { counted } from '../counted.ts';

const LOCALE = 'en';

/** Words about other programs that use the models. */
export const programs = {
  programs: {
    title: 'Other programs',
    intro:
      'An editor, a script or an evaluation tool on this computer can use your models, in the forms of OpenAI and Anthropic. Other computers cannot reach it.',
    on: 'Let other programs of this computer use the models',
    onHint: 'While Sarvi is open. A program needs the address and the key.',
    listening: 'Sarvi listens for programs.',
    address: 'Address for programs',
    key: 'Key',
    keyHint: 'Sarvi keeps only a digest of it, so it cannot be shown again. A new key ends the old one.',
    noKey: 'There is no key yet.',
    newKey: 'New key',
    shownOnce: 'Copy the key to the program now: it is shown only this once.',
    hideKey: 'I have copied it',
    renewTitle: 'Create a new key?',
    renewText: 'Programs with the old key are refused until they get the new one.',
    port: 'Port',
    portRange: (least: string, most: string) => `Give a whole number from ${least} to ${most}.`,
    origins: 'Web pages that may ask',
    originsHint: 'One on each line, such as app://obsidian.md. Every other page in a browser is refused.',
    originsWrong: 'Give each page as in https://example.org, without a path, one on each line.',
    keeps: 'Keep what programs say as conversations',
    keepsHint: 'When off, nothing of it is kept, neither in the history nor in the cache on disk.',
    running: 'Asking now',
    nobody: 'No program is asking.',
    unknown: 'A program without a name',
    states: { waiting: 'waiting', reading: 'reads the prompt', writing: 'writes' },
    speed: (perSecond: string) => `${perSecond} tokens/s`,
    stop: (client: string) => `Stop the answer to ${client}`,
    stopShort: 'Stop',
    log: 'Last requests',
    logHint: 'Counts only, in memory until Sarvi is closed. Words and keys are in no log.',
    noLog: 'No program has asked since Sarvi was opened.',
    tokens: counted(LOCALE, { one: '# token', other: '# tokens' }),
    promptAndAnswer: (prompt: string, answer: string) => `prompt ${prompt}, answer ${answer}`,
    seconds: (seconds: string) => `${seconds} s`,
    status: (status: number, error: string | null) =>
      error === null ? `status ${status}` : `status ${status}, ${error}`,
    gone: 'the program left',
    listens: (port: number) =>
      `Open for other programs of this computer: port ${port} (127.0.0.1 and ::1), for programs with the key. You switched this on.`,
  },
};
