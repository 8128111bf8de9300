/** Takes in the conversations of a file. Arguments: the data folder, the file. */
import { History } from '../../../src-main/core/history/history.ts';
import { findImport, importConversations } from '../../../src-main/core/history/transfer/import-conversations.ts';
import { historyPorts } from '../history-ports.ts';
import { report } from './report.ts';

const history = await History.open(historyPorts(process.argv[2] ?? '', Date.now));
const found = await findImport(history, process.argv[3] ?? '');
report({ kind: 'working' });
await importConversations(history, found, {
  signal: new AbortController().signal,
  onProgress: ({ conversationsDone = 0 }) => report({ kind: 'imported', count: conversationsDone }),
});
report({ kind: 'done' });
await new Promise(() => setInterval(() => {}, 1000));
