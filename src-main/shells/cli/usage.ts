/** A command that was called wrongly: exit 2, with the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: sarvi <command> [options]

  convert <checkpoint-dir | file.gguf> --type QUANT --out FILE.gguf [--imatrix FILE]
          [--jobs N]  convert and quantize a checkpoint in one pass, or give a GGUF file
                      in F32, F16 or BF16 another type; goes on where it was killed
  convert-adapter <peft-dir> --out FILE.gguf [--base CHECKPOINT-DIR|FILE.gguf]
                      convert a LoRA adapter for its model
  inspect <checkpoint-dir | file.gguf>
                      say what a model is, and what would stop its import
  import <checkpoint-dir | file.gguf> [--type QUANT[,QUANT]...] [--name NAME]
         [--in-place] [--imatrix FILE] [--jobs N]
                      add a model to the library, or one of each type in turn; --in-place
                      uses a GGUF file where it lies instead of copying it
  models              list the library
  verify <model-id | file.gguf>
                      read a model and hold it against its checksum
  chat [--model ID|FILE.gguf] [--adapter FILE.gguf[:SCALE]] [--system S]
       [--prompt P] [--greedy | --temperature T] [--top-p P] [--top-k K] [--min-p P]
       [--repeat-penalty R] [--presence-penalty P] [--frequency-penalty F]
       [--penalty-window TOKENS] [--seed N] [--max-tokens N] [--stop TEXT]...
       [--grammar FILE.gbnf | --json-schema FILE.json] [--logprobs N]
       [--no-save] [--accept-licence]
                      one answer with --prompt, else a conversation, which begins with
                      the system prompt and the preset of the settings; --no-save keeps
                      nothing of it; --logprobs gives the probability of each token and
                      N likeliest alternatives; the terms of Llama's licences are asked for once, or accepted
                      with --accept-licence
  template --model ID|FILE.gguf --messages FILE.json [--no-generation-prompt]
                      the rendered prompt and its token ids
  search <query> [--limit N] [--role user|assistant|system] [--model ID]
         [--from YYYY-MM-DD] [--until YYYY-MM-DD] [--folder NAME] [--tag NAME]
         [--pinned] [--archived | --not-archived] [--conversation ID]
                      find conversations by their words: "a phrase", -without, begin*;
                      forms and compounds of Finnish words are found too
  history check [--rebuild-index]
                      read the whole history and say what is wrong with it; the search
                      index can be made anew from the messages
  history backup [--out FOLDER]
                      copy the history, checked, to where its backups are
  history restore [BACKUP | FILE.db | --newest]
                      put a backup in the history's place, which is kept; without one,
                      list the backups
  history import <file | folder>
                      take in conversations of Sarvi, ChatGPT, LM Studio, Jan, Open
                      WebUI, llama.cpp, ShareGPT or lines of messages
  history export --out PATH [--format markdown|json|jsonl] [--conversation ID]...
                 [--separate-files | --all-leaves]
                      write conversations, all unless told; the format follows from the
                      ending of PATH when it is not given
  serve [--port N]    open the app in a browser on this machine

Every command takes --data-dir DIR and --json (one JSON object a line).
Exit status: 0 done, 1 failed, 2 called wrongly.`;
