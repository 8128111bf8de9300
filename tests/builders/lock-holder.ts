/** A process that keeps a database locked for writing until it is killed. Arguments: the database. */
import Sqlite from 'better-sqlite3';

const connection = new Sqlite(process.argv[2] ?? '');
connection.exec('BEGIN EXCLUSIVE');
process.send?.('locked');
// Used, so that it is not collected and closed.
setInterval(() => connection.inTransaction, 1000);
