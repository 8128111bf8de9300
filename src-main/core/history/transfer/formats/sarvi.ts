import * as v from 'valibot';
import { ModelId } from '#contract/primitives';
import { because } from '#contract/reasons';
import { type ReadConversation, refused } from '../imported-conversation.ts';
import { orderTree } from '../order-tree.ts';
import { type Fields, isFields, millisecondsOf } from '../read-fields.ts';
import type { Repairs } from '../repairs.ts';
import { SarviConversation } from '../sarvi-conversation.ts';

/** One conversation of Sarvi's own JSON. */
export function isSarvi(value: Fields): boolean {
  return (
    typeof value['id'] === 'string' &&
    'activeMessageId' in value &&
    Array.isArray(value['messages']) &&
    !isFields(value['mapping'])
  );
}

export function readSarvi(value: Fields, repairs: Repairs): ReadConversation {
  const parsed = v.safeParse(SarviConversation, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw refused(because('field-unusable', { field: v.getDotPath(issue) ?? '?', value: issue.received.slice(0, 60) }));
  }
  const conversation = parsed.output;
  const { activeMessageId } = conversation;
  const tree = orderTree(
    conversation.messages.map(({ id, parentId, ...message }) => ({
      id,
      parentId,
      message: { ...message, createdAt: millisecondsOf(message.createdAt) },
    })),
    activeMessageId,
    repairs,
  );
  return {
    format: 'sarvi',
    sourceId: conversation.id,
    title: conversation.title,
    titleSource: conversation.titleSource,
    systemPrompt: conversation.systemPrompt,
    modelId: v.is(ModelId, conversation.modelId) ? conversation.modelId : null,
    modelName: conversation.modelName,
    sampling: conversation.sampling,
    adapters: conversation.adapters,
    pinned: conversation.pinned,
    archived: conversation.archived,
    folder: conversation.folder,
    tags: conversation.tags,
    createdAt: millisecondsOf(conversation.createdAt),
    updatedAt: millisecondsOf(conversation.updatedAt),
    ...tree,
  };
}
