import 'better-sqlite3';
import 'electron';
import 'koffi';
import 'node-llama-cpp';
