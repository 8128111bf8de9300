import { optionalNumber, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { SEARCH_FILTERS, searchFilters } from '../search-filters.ts';

export const search: Command = async ({ args, output, app }) => {
  const { words, options } = readArguments(args, { limit: 'string', ...SEARCH_FILTERS }, [1, 100]);
  const limit = optionalNumber(options, 'limit', { least: 1, most: 500, whole: true });
  const started = await app();
  const result = await started.ask('history.search', {
    query: words.join(' '),
    filters: await searchFilters(options, started),
    ...(limit === undefined ? {} : { limit }),
  });
  const rows = result.groups.map(({ conversationId, comparisonId, conversationTitle, best, furtherHits }) => {
    const text = best.snippet.map((part) => (part.marked ? `[${part.text}]` : part.text)).join('');
    const further = furtherHits === 0 ? '' : ` (+${furtherHits}${result.complete ? '' : ' or more'})`;
    return (
      `${new Date(best.createdAt).toISOString().slice(0, 10)}  ${conversationTitle}${further}  ${comparisonId ?? conversationId}\n` +
      `    ${text.replace(/\s+/g, ' ').trim()}`
    );
  });
  const { total, complete, hits } = result;
  const count = `${complete ? '' : 'at least '}${total}`;
  const shown = hits.length < total ? `${hits.length} of ${count} hits; --limit shows more` : `${count} hits`;
  output.result(result, rows.length === 0 ? 'Nothing found.' : `${rows.join('\n')}\n${shown}`);
};
