/**
 * The output of a command: plain text for people, or NDJSON (`--json`) for programs. Each line of NDJSON is an object
 * with a `type`; the last one is `result` or `error`. Progress for people goes to the error stream, so that a pipe gets
 * only the answer.
 */
import { sentenceOf } from '#contract/error-sentences';
import type { SarviError } from '#contract/errors';
import { reasonText } from '#contract/reasons';
import type { ShellLanguage } from '../shell-language.ts';
import { USAGE, type UsageError } from './usage.ts';

export interface Output {
  readonly json: boolean;
  /** One step of a long command. On a terminal, `text` replaces the step before it. */
  event(event: { type: string } & Record<string, unknown>, text?: string): void;
  /** Text of an answer as it grows; nothing in JSON, where `event` has it. */
  write(text: string): void;
  /** The result of the command. */
  result(result: Record<string, unknown>, text?: string): void;
  error(error: SarviError): void;
  /** The command was called wrongly. */
  usage(error: UsageError): void;
  /** A failure after which the command continues. */
  failure(error: SarviError): void;
}

export function createOutput(json: boolean, language: ShellLanguage): Output {
  const terminal = process.stderr.isTTY === true;
  let lineOpen = false;
  const closeLine = (): void => {
    if (lineOpen) process.stderr.write('\n');
    lineOpen = false;
  };
  const line = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
  const tellError = (type: 'error' | 'failed', error: SarviError): void => {
    closeLine();
    const report = error.toReport();
    if (json) {
      line({ type, ...report, sentences: { fi: sentenceOf(report, 'fi'), en: sentenceOf(report, 'en') } });
    } else {
      process.stderr.write(`sarvi: ${oneLine(sentenceOf(report, language))} [${report.code}]\n`);
    }
  };
  return {
    json,
    event(event, text) {
      if (json) return line(event);
      if (text === undefined) return;
      if (terminal) {
        process.stderr.write(`\r\x1b[2K${oneLine(text)}`);
        lineOpen = true;
      }
    },
    write(text) {
      if (json) return;
      closeLine();
      process.stdout.write(printable(text));
    },
    result(result, text) {
      closeLine();
      if (json) line({ type: 'result', ...result });
      else if (text !== undefined) process.stdout.write(`${printable(text)}\n`);
    },
    error: (error) => tellError('error', error),
    failure: (error) => tellError('failed', error),
    usage({ reason, message }) {
      closeLine();
      const [fi, en] = [reasonText(reason, 'fi'), reasonText(reason, 'en')];
      const sentences = { fi: `Komentoa kutsuttiin väärin: ${fi}`, en: `Called wrongly: ${en}` };
      const details = { reason: message };
      if (json) line({ type: 'error', code: 'usage', details, message: `usage: ${message}`, sentences });
      process.stderr.write(`sarvi: ${oneLine(language === 'fi' ? fi : en)}\n\n${USAGE[language]}\n`);
    },
  };
}

/** Names from damaged files and words of a model must not control the terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll('\r', '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

function oneLine(text: string): string {
  return printable(text).replace(/[\t\n]/g, '\ufffd');
}
