import { languageOf } from './quote-file.ts';

export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string; readonly lines: number };

/** A fence with a language and a file's name, as `quoteFile` writes it. */
const OPENING = /^(`{3,})([a-z0-9]+) ([^`\n]*\S)$/;

/** Splits a message of the user into attached files and the text around them. */
export function splitAttachments(message: string): MessagePart[] {
  if (!message.includes('```')) return [{ kind: 'text', text: message }];
  const parts: MessagePart[] = [];
  let written: string[] = [];
  const lines = message.split('\n');
  const flush = (): void => {
    const text = written.join('\n').trim();
    if (text !== '') parts.push({ kind: 'text', text });
    written = [];
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, fence, language, name] = OPENING.exec(line) ?? [];
    // Documents are Markdown whatever their names end with; a fence that someone typed has no file's name.
    const isDocument = language === 'markdown' && name !== undefined && /\.[A-Za-z0-9]{1,10}$/.test(name);
    const isFile = isDocument || (name !== undefined && languageOf(name) === language);
    const end = fence !== undefined && isFile ? lines.indexOf(fence, index + 1) : -1;
    if (name === undefined || end < 0) {
      written.push(line);
      continue;
    }
    flush();
    parts.push({ kind: 'file', name, text: lines.slice(index + 1, end).join('\n'), lines: end - index - 1 });
    index = end;
  }
  flush();
  return parts.length === 0 ? [{ kind: 'text', text: message }] : parts;
}
