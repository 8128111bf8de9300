/**
 * A process that opens a history and reads the first page of its list, as an app does that is started. Says to its
 * parent how many conversations there were. Arguments: the data folder.
 */
import { History } from '../../src-main/core/history/history.ts';
import { historyPorts } from '../../tests/builders/history-ports.ts';

const history = await History.open(historyPorts(process.argv[2] ?? '', Date.now));
const { conversations } = await history.ask('conversations.list', { limit: 50 });
process.send?.(conversations.length);
await history.close();
process.disconnect();
