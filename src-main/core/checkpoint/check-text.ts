/**
 * The text that llama.cpp's converter encodes to identify a tokenizer by its ids: blanks, emoji, digits, scripts and
 * apostrophes, which tokenizers cut in different ways.
 *
 * @see ggml-org/llama.cpp conversion/base.py (`get_vocab_base_pre`)
 */
export const CHECK_TEXT = [
  '\n \n\n \n\n\n \t \t\t \t\n  \n   \n    \n     \n',
  '🚀 (normal) 😶\u200d🌫\ufe0f (multiple emojis concatenated) ✅ 🦙🦙 ',
  '3 33 333 3333 33333 333333 3333333 33333333 3.3 3..3 3...3 ',
  'កាន់តែពិសេសអាច😁 ?我想在apple工作1314151天～ ',
  "------======= нещо на Български ''''''```````\"\"\"\"......!!!!!!?????? ",
  "I've been 'told he's there, 'RE you sure? 'M not sure I'll make it, 'D you like some tea? We'Ve a'lL",
].join('');
