import { expect, test } from 'vitest';
import { folderHandlers } from '../../../../src-main/core/chat/folder-handlers.ts';
import { openHistory } from '../../../builders/history.ts';

test('what was read of a folder is forgotten for all its conversations when something of it goes', async () => {
  const history = await openHistory();
  const forgotten: string[][] = [];
  const forget = (ids: readonly string[]): Promise<void> => {
    forgotten.push([...ids].sort());
    return Promise.resolve();
  };
  const handlers = folderHandlers({ history, forget });
  const { id: folderId } = await history.ask('folders.create', { name: 'Retki' });
  const { id: fileId } = await history.ask('folders.addFile', { folderId, name: 'a', text: 'b' });
  const inFolder = [];
  for (const archived of [false, true]) {
    const { id: conversationId } = await history.ask('createConversation', { folderId });
    await history.ask('updateConversation', { conversationId, archived });
    inFolder.push(conversationId);
  }
  await history.ask('createConversation', {});
  inFolder.sort();
  expect(await handlers['folders.removeFile']({ fileId })).toEqual({ folderId });
  await handlers['folders.remove']({ folderId });
  expect(forgotten).toEqual([inFolder, inFolder]);
  await expect(handlers['folders.remove']({ folderId })).rejects.toMatchObject({ code: 'folder-unknown' });
});
