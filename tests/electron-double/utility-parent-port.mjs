/** Loaded before a child's entry: gives a forked Node process the `process.parentPort` of Electron's utility process. */
import { EventEmitter } from 'node:events';
import './fused-process.mjs';

const port = new EventEmitter();
const { send } = process;
process.on('message', (data) => port.emit('message', { data, ports: [] }));
process.on('disconnect', () => process.exit(0));
Object.defineProperty(process, 'parentPort', {
  value: Object.assign(port, {
    postMessage: (message) => process.connected && send.call(process, message, undefined, undefined, () => undefined),
  }),
});
// A utility process has no channel of fork.
process.send = undefined;
