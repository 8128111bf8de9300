/**
 * Answers the trial of node-llama-cpp. The library loads each of its prebuilt backends once in a further process, before it
 * loads it in its own. A packaged app has no such process: `utilityProcess` is missing in a utility process, and without
 * the fuse `runAsNode` a `fork` starts the whole app again. The engine is itself a process that may crash, so it goes
 * without the trial.
 *
 * @see node-llama-cpp dist/bindings/utils/testBindingBinary.js
 */
import childProcess, { type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';

const TRIAL = /[\\/]testBindingBinary\.js$/;

/** What the process of the trial would answer, in order. */
const ANSWERS: Readonly<Record<string, string>> = { start: 'loaded', test: 'done' };

/** From here on no trial starts a process, and every other `fork` does. The library takes `fork` when it needs it. */
export function answerTrial(): void {
  const { fork } = childProcess;
  const answered = (file: string | URL, ...rest: unknown[]): ChildProcess =>
    TRIAL.test(String(file)) ? passedTrial() : (fork as (...all: unknown[]) => ChildProcess)(file, ...rest);
  Object.assign(childProcess, { fork: answered });
  syncBuiltinESMExports();
}

function passedTrial(): ChildProcess {
  const child = Object.assign(new EventEmitter(), {
    exitCode: null,
    killed: false,
    kill: () => true,
    send: ({ type }: { type: string }) => {
      const answer = ANSWERS[type];
      setImmediate(() => (answer === undefined ? child.emit('exit', 0) : child.emit('message', { type: answer })));
      return true;
    },
  });
  setImmediate(() => child.emit('message', { type: 'ready' }));
  return child as unknown as ChildProcess;
}
