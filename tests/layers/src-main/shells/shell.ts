import 'better-sqlite3';
import 'electron';
import 'koffi';
import '@huggingface/tokenizers';
import 'node-llama-cpp';
