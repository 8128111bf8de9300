/**
 * Entry of the language detector's thread. The library's table takes about 80 MB, which are freed when the thread ends.
 * The medium table judges answers as well as the large one, with a quarter of its memory.
 */
import { eld } from 'eld/medium';
import { parentPort } from 'node:worker_threads';
import { judgeLanguage } from './judge-language.ts';

export interface ToLanguageWorker {
  readonly id: number;
  readonly text: string;
}

export interface FromLanguageWorker {
  readonly id: number;
  readonly language: string;
}

const detector = eld.newInstance();

parentPort?.on('message', ({ id, text }: ToLanguageWorker) => {
  const language = judgeLanguage(text, (piece) => detector.detect(piece).getScores());
  parentPort?.postMessage({ id, language } satisfies FromLanguageWorker);
});
