import type { CallOutput, HandlerInput } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { PromptLanguage } from '#contract/prompt-library';
import { because } from '#contract/reasons';
import { parsePromptFileName, promptFileName, type PromptFileName } from './prompt-file-name.ts';
import { newPromptId, requireFit, takenIds, type PromptLibrary } from './prompt-library.ts';
import { sarvisPrompt } from './sarvis/sarvis-prompts.ts';

type Texts = Map<PromptLanguage, string>;

/**
 * Takes Markdown files into the library. The versions of one prompt stay together: where one of them has the name of
 * another text, all of them get another name. Of a path only the last part counts.
 */
export function importPrompts(
  library: PromptLibrary,
  { files }: HandlerInput<'promptlibrary.import'>,
): Promise<CallOutput<'promptlibrary.import'>> {
  return library.change(async () => {
    const { groups, refused } = groupFiles(files);
    const taken = takenIds((await library.folder.names()).names);
    let added = 0;
    let alreadyThere = 0;
    for (const { wanted, texts } of groups) {
      const compared = await compare(library, wanted, texts);
      // A name that no system refuses, and that is free, stays as it is.
      const isFree = compared.every((state) => state !== 'another');
      const known = taken.has(wanted.normalize('NFKC').toLowerCase());
      const promptId = isFree && known ? wanted : newPromptId(wanted, taken);
      for (const [index, [language, text]] of [...texts].entries()) {
        if (compared[index] === 'same' && isFree) {
          alreadyThere += 1;
          continue;
        }
        await library.folder.write({ promptId, language }, text);
        added += 1;
      }
    }
    return { added, alreadyThere, refused };
  });
}

function groupFiles(files: HandlerInput<'promptlibrary.import'>['files']): {
  groups: { wanted: string; texts: Texts }[];
  refused: CallOutput<'promptlibrary.import'>['refused'];
} {
  const groups: { wanted: string; texts: Texts }[] = [];
  const refused: CallOutput<'promptlibrary.import'>['refused'] = [];
  for (const { name, text } of files) {
    const found = nameOf(name);
    try {
      if (!found) throw new SarviError('prompt-refused', { name, reason: because('prompt-name-refused') });
      if (text.includes('\0')) throw new SarviError('prompt-refused', { name, reason: because('prompt-not-utf8') });
      requireFit(found, text);
    } catch (error) {
      refused.push({ name, reason: String(SarviError.from(error).details['reason']) });
      continue;
    }
    const { promptId: wanted, language } = found;
    // Two files of one name, from two folders, are two prompts.
    const group = groups.find((other) => other.wanted === wanted && !other.texts.has(language));
    if (group) group.texts.set(language, text);
    else groups.push({ wanted, texts: new Map([[language, text]]) });
  }
  return { groups, refused };
}

function nameOf(path: string): PromptFileName | null {
  const last = path.split(/[\\/]/).at(-1) ?? '';
  const plain = last.toWellFormed().replace(/[:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  const [, base = '', language = ''] = /^(.*?)(?:\.(fi|en))?\.(?:md|markdown)$/i.exec(plain) ?? [];
  const wanted = base.trim().slice(0, 150).toWellFormed();
  return parsePromptFileName(
    promptFileName({ promptId: wanted, language: (language.toLowerCase() || null) as PromptLanguage }),
  );
}

/** For each version: there is none yet, the same text, or another one. */
async function compare(
  library: PromptLibrary,
  promptId: string,
  texts: Texts,
): Promise<readonly ('none' | 'same' | 'another')[]> {
  return Promise.all(
    [...texts].map(async ([language, text]) => {
      const name = { promptId, language };
      const there = await library.folder.read(name).catch(() => 'unreadable' as const);
      if (there === 'unreadable') return 'another';
      if (there === null) return sarvisPrompt(name) === text ? 'same' : 'none';
      return there.text === text ? 'same' : 'another';
    }),
  );
}
