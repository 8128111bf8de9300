import { optionalNumber, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

export const search: Command = async ({ args, output, app }) => {
  const { words, options } = readArguments(args, { limit: 'string' }, [1, 100]);
  const limit = optionalNumber(options, 'limit', { least: 1, most: 500, whole: true });
  const { hits } = await (
    await app()
  ).ask('history.search', {
    query: words.join(' '),
    ...(limit === undefined ? {} : { limit }),
  });
  const rows = hits.map(({ conversationTitle, snippet, createdAt }) => {
    const text = snippet.map((part) => (part.marked ? `[${part.text}]` : part.text)).join('');
    return `${new Date(createdAt).toISOString().slice(0, 10)}  ${conversationTitle}\n    ${text.replace(/\s+/g, ' ').trim()}`;
  });
  output.result({ hits }, rows.length === 0 ? 'Nothing found.' : rows.join('\n'));
};
