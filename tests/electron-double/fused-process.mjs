/**
 * Makes this Node process like a utility process of the packaged app, whose fuse `runAsNode` is off: `electron` has no
 * `utilityProcess` there, and `fork` starts the app once more, which ends without a message because one runs already.
 *
 * @see https://github.com/electron/electron/blob/main/docs/tutorial/fuses.md
 */
import childProcess from 'node:child_process';
import { registerHooks, syncBuiltinESMExports } from 'node:module';

const ELECTRON = 'data:text/javascript,export const net = {}; export const systemPreferences = {};';

Object.defineProperty(process.versions, 'electron', { value: '45.0.0' });
childProcess.fork = (file) => {
  console.error(`a second app was started for ${file}`);
  return childProcess.spawn(process.execPath, ['--eval', ''], { stdio: 'ignore' });
};
syncBuiltinESMExports();
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: ELECTRON, shortCircuit: true } : next(specifier, context),
});
