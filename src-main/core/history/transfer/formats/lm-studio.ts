import { because } from '#contract/reasons';
import type { ImportedPart, ReadConversation } from '../imported-conversation.ts';
import { asidesIn, contentParts, saidIn, toolPart } from '../message-parts.ts';
import { orderTree } from '../order-tree.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf, timeOf } from '../read-fields.ts';
import type { Repairs } from '../repairs.ts';
import { speakerOf } from '../roles.ts';
import type { TreeNode } from '../tree-node.ts';

/**
 * `*.conversation.json` of LM Studio: a list of messages, each in several `versions`. An answer may have `steps`.
 * Versions become branches; later messages belong to the selected version.
 */
export function isLmStudio(value: Fields): boolean {
  return listOf(value['messages']).some((one) => isFields(one) && Array.isArray(one['versions']));
}

export function readLmStudio(value: Fields, repairs: Repairs): ReadConversation {
  const nodes: TreeNode[] = [];
  let selectedId: string | null = null;
  for (const [index, message] of listOf(value['messages']).entries()) {
    const fields = fieldsOf(message);
    const versions = listOf(fields['versions']);
    const selected = selectedVersion(fields['currentlySelected'] ?? 0, versions, index, repairs);
    for (const [number, version] of versions.entries()) {
      nodes.push({ id: `${index}.${number}`, parentId: selectedId, ...saidOf(fieldsOf(version), repairs) });
    }
    if (selected !== null) selectedId = `${index}.${selected}`;
  }
  return {
    format: 'lm-studio',
    sourceId: null,
    title: textOf(value['name']),
    systemPrompt: textOf(value['systemPrompt']),
    pinned: value['pinned'] === true,
    archived: false,
    folder: null,
    tags: [],
    createdAt: timeOf(value['createdAt']),
    updatedAt: timeOf(value['assistantLastMessagedAt']) ?? timeOf(value['userLastMessagedAt']),
    ...orderTree(nodes, selectedId, repairs),
  };
}

function selectedVersion(named: unknown, versions: readonly unknown[], index: number, repairs: Repairs): number | null {
  if (typeof named === 'number' && Object.hasOwn(versions, named)) return named;
  repairs.note(because('no-such-version', { number: index + 1, version: JSON.stringify(named).slice(0, 20) }));
  return versions.length === 0 ? null : versions.length - 1;
}

function saidOf(version: Fields, repairs: Repairs): Pick<TreeNode, 'message' | 'asides'> {
  const parts = Array.isArray(version['steps'])
    ? listOf(version['steps']).map(fieldsOf).flatMap(stepParts)
    : contentParts(version['content']);
  const text = saidIn(parts);
  const speaker = parts.length === 0 ? 'tool' : speakerOf(version['role'], repairs);
  if (speaker === 'tool' || text === '') return { message: null, asides: asidesIn(parts) };
  return { message: { role: speaker, text, asides: asidesIn(parts), createdAt: null } };
}

/** The blocks of the answer, and as asides its thinking and tool calls. */
function stepParts(step: Fields): ImportedPart[] {
  const kind = textOf(step['type']);
  if (/^tool/i.test(kind)) return [toolPart(step)];
  if (kind !== 'contentBlock') return [];
  const parts = contentParts(step['content']);
  if (fieldsOf(step['style'])['type'] !== 'thinking') return parts;
  return parts.map((one) => (one.kind === 'text' ? { ...one, kind: 'thinking' } : one));
}
