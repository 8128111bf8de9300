/**
 * How a command speaks: plain text for people, or NDJSON (`--json`) for programs, where each line is an object with a
 * `type`, and the last one is `result` or `error`. Progress for people goes to the error stream, so that a pipe gets
 * only the answer.
 */
import { sentenceOf } from '#contract/error-sentences';
import type { SarviError } from '#contract/errors';

export interface Output {
  readonly json: boolean;
  /** One step of a long command. `text` replaces the step before it on a terminal. */
  event(event: { type: string } & Record<string, unknown>, text?: string): void;
  /** Text of an answer as it grows; nothing in JSON, where `event` carries it. */
  write(text: string): void;
  /** What the command came to. */
  result(result: Record<string, unknown>, text?: string): void;
  error(error: SarviError): void;
}

export function createOutput(json: boolean, locale: string): Output {
  const terminal = process.stderr.isTTY === true;
  let lineOpen = false;
  const closeLine = (): void => {
    if (lineOpen) process.stderr.write('\n');
    lineOpen = false;
  };
  const line = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    json,
    event(event, text) {
      if (json) return line(event);
      if (text === undefined) return;
      if (terminal) {
        process.stderr.write(`\r\x1b[2K${text}`);
        lineOpen = true;
      }
    },
    write(text) {
      if (json) return;
      closeLine();
      process.stdout.write(text);
    },
    result(result, text) {
      closeLine();
      if (json) line({ type: 'result', ...result });
      else if (text !== undefined) process.stdout.write(`${text}\n`);
    },
    error(error) {
      closeLine();
      const report = error.toReport();
      if (json) {
        line({ type: 'error', ...report, sentences: { fi: sentenceOf(report, 'fi'), en: sentenceOf(report, 'en') } });
      } else {
        const language = locale.toLowerCase().startsWith('fi') ? 'fi' : 'en';
        process.stderr.write(`sarvi: ${printable(sentenceOf(report, language))} [${report.code}]\n`);
      }
    },
  };
}

/** Names from damaged files must not steer the terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
}
