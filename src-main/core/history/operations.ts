import { addQuestion } from './add-question.ts';
import { branchTo, openConversation, pageConversation, selectBranch } from './branches.ts';
import { clearBookmarks, listBookmarks, setBookmark } from './bookmarks.ts';
import type { Change } from './change.ts';
import { changeSeveral } from './change-several.ts';
import { clean } from './clean.ts';
import { allowRemote, createConversation, findConversation, nameModel, updateConversation } from './conversations.ts';
import { emptyAnswer, openCell, setCellLanguage, templateOf } from './comparisons/cells.ts';
import { announceComparison, comparisonOf, findComparison } from './comparisons/comparison-records.ts';
import { addPrompts, createComparison } from './comparisons/create-comparison.ts';
import { listComparisons, listRemovedComparisons } from './comparisons/list-comparisons.ts';
import { nameComparison } from './comparisons/name-comparison.ts';
import { openColumn } from './comparisons/open-column.ts';
import { openComparison } from './comparisons/open-comparison.ts';
import { removeComparison, restoreComparison } from './comparisons/trashed-comparisons.ts';
import { castVote, skipVote, undoVote } from './comparisons/votes/decide-vote.ts';
import { nextVote } from './comparisons/votes/next-vote.ts';
import { voteRecords } from './comparisons/votes/vote-records.ts';
import type { ReadableDB } from './database.ts';
import { createDataset, listDatasets, removeDataset, updateDataset } from './datasets/dataset-records.ts';
import { addVersion, listVersions, openVersion, removeVersion } from './datasets/dataset-versions.ts';
import { countFrozenRows } from './datasets/frozen-rows.ts';
import { openDataset } from './datasets/open-dataset.ts';
import { decideRow } from './datasets/row-decisions.ts';
import { listDrafts, putDraft } from './drafts.ts';
import { findInConversation } from './finding/find-in-conversation.ts';
import { listVersionsOf } from './finding/list-versions.ts';
import { outlineConversation } from './finding/outline-conversation.ts';
import {
  addFolderFile,
  folderText,
  inheritedText,
  listFolderFiles,
  removeFolderFile,
  restoreFolderFile,
} from './folder-files.ts';
import { createFolder, listFolders, removeFolder, updateFolder } from './folders.ts';
import { listConversations } from './list-conversations.ts';
import { addMessage, findMessage, finishMessage, rateAnswer, reopenMessage, saveStreamedText } from './messages.ts';
import type { RequestInput, RequestName, RequestOutput } from './protocol.ts';
import { checkQuotes } from './quotes/check-quotes.ts';
import { readDocument } from './quotes/given-files.ts';
import { removeMessages } from './remove-messages.ts';
import { listRemovals } from './removed-in-trash.ts';
import { restoreMessages } from './restore-messages.ts';
import { conversationOf } from './rows.ts';
import { searchHistory } from './search/search-history.ts';
import { createTag, listTags, removeTag, updateTag } from './tags.ts';
import { finishImport } from './transfer/finish-import.ts';
import { keepConversations } from './transfer/keep-conversations.ts';
import { recogniseConversation } from './transfer/recognise-conversation.ts';
import { listForExport, renderConversation } from './transfer/render-conversation.ts';
import { deleteFromTrash, emptyTrash, listTrash, removeConversation, restoreConversation } from './trash.ts';

type Reading<Name extends RequestName> = {
  readonly kind: 'reading';
  run(database: ReadableDB, input: RequestInput<Name>): RequestOutput<Name>;
};
type Writing<Name extends RequestName> = {
  readonly kind: 'writing' | 'writing-deferred';
  /** It deletes text, which must be removed from the log, too. */
  readonly forgets?: true;
  run(change: Change, input: RequestInput<Name>): RequestOutput<Name>;
};

/** The operation of each request, and whether it may write. */
export const OPERATIONS: { readonly [Name in RequestName]: Reading<Name> | Writing<Name> } = {
  'conversations.list': { kind: 'reading', run: listConversations },
  createConversation: { kind: 'writing', run: createConversation },
  'conversations.open': { kind: 'reading', run: openConversation },
  'conversations.page': { kind: 'reading', run: pageConversation },
  updateConversation: { kind: 'writing', run: updateConversation },
  'conversations.remove': { kind: 'writing', run: removeConversation },
  'conversations.restore': { kind: 'writing', run: restoreConversation },
  'conversations.changeSeveral': { kind: 'writing', run: changeSeveral },
  'conversations.selectBranch': { kind: 'writing', run: selectBranch },
  allowRemote: { kind: 'writing', run: allowRemote },
  nameModel: { kind: 'writing', run: nameModel },
  'trash.list': { kind: 'reading', run: listTrash },
  'trash.messages': { kind: 'reading', run: listRemovals },
  'trash.delete': { kind: 'writing', forgets: true, run: deleteFromTrash },
  'trash.empty': { kind: 'writing', forgets: true, run: emptyTrash },
  'folders.list': { kind: 'reading', run: listFolders },
  'folders.create': { kind: 'writing', run: createFolder },
  'folders.update': { kind: 'writing', run: updateFolder },
  'folders.remove': { kind: 'writing', forgets: true, run: removeFolder },
  'folders.files': { kind: 'reading', run: listFolderFiles },
  'folders.addFile': { kind: 'writing', run: addFolderFile },
  'folders.removeFile': { kind: 'writing', run: removeFolderFile },
  'folders.restoreFile': { kind: 'writing', run: restoreFolderFile },
  'folders.text': { kind: 'reading', run: folderText },
  inheritedText: { kind: 'reading', run: inheritedText },
  'tags.list': { kind: 'reading', run: listTags },
  'tags.create': { kind: 'writing', run: createTag },
  'tags.update': { kind: 'writing', run: updateTag },
  'tags.remove': { kind: 'writing', run: removeTag },
  'drafts.list': { kind: 'reading', run: listDrafts },
  'drafts.put': { kind: 'writing-deferred', forgets: true, run: putDraft },
  conversation: {
    kind: 'reading',
    run: (database, { conversationId }) => conversationOf(findConversation(database, conversationId)),
  },
  search: { kind: 'reading', run: searchHistory },
  addMessage: { kind: 'writing', run: addMessage },
  addQuestion: { kind: 'writing', run: addQuestion },
  saveStreamedText: { kind: 'writing-deferred', run: saveStreamedText },
  finishMessage: { kind: 'writing', run: finishMessage },
  'answers.rate': { kind: 'writing', run: rateAnswer },
  'bookmarks.set': { kind: 'writing', run: setBookmark },
  'bookmarks.list': { kind: 'reading', run: listBookmarks },
  'bookmarks.clear': { kind: 'writing', run: clearBookmarks },
  'conversations.find': { kind: 'reading', run: findInConversation },
  'conversations.outline': { kind: 'reading', run: outlineConversation },
  'conversations.versions': { kind: 'reading', run: listVersionsOf },
  'documents.quotes': { kind: 'reading', run: checkQuotes },
  'documents.read': { kind: 'reading', run: readDocument },
  reopenMessage: { kind: 'writing', run: reopenMessage },
  removeMessages: { kind: 'writing', forgets: true, run: removeMessages },
  restoreMessages: { kind: 'writing', run: restoreMessages },
  branchTo: { kind: 'reading', run: branchTo },
  message: { kind: 'reading', run: (database, { messageId }) => findMessage(database, messageId) },
  recogniseConversation: { kind: 'reading', run: recogniseConversation },
  // The source file still exists, so the flush of `finishImport` is early enough.
  keepConversations: { kind: 'writing-deferred', run: keepConversations },
  finishImport: { kind: 'writing', run: finishImport },
  listForExport: { kind: 'reading', run: listForExport },
  renderConversation: { kind: 'reading', run: renderConversation },
  'comparisons.list': { kind: 'reading', run: listComparisons },
  'comparisons.trash': { kind: 'reading', run: listRemovedComparisons },
  'comparisons.rename': {
    kind: 'writing',
    run: (change, { comparisonId, title }) => {
      const { key } = findComparison(change.database, comparisonId);
      nameComparison(change.database, key, { title: clean(title), source: 'user' });
      return announceComparison(change, comparisonId);
    },
  },
  'comparisons.restore': { kind: 'writing', run: restoreComparison },
  'comparisons.addPrompts': { kind: 'writing', run: addPrompts },
  'comparisons.openColumn': { kind: 'writing', run: openColumn },
  createComparison: { kind: 'writing', run: createComparison },
  comparison: {
    kind: 'reading',
    run: (database, { comparisonId }) => comparisonOf(database, findComparison(database, comparisonId)),
  },
  openComparison: { kind: 'reading', run: openComparison },
  removeComparison: { kind: 'writing', run: removeComparison },
  openCell: { kind: 'writing', run: openCell },
  setCellLanguage: { kind: 'writing-deferred', run: setCellLanguage },
  emptyAnswer: { kind: 'writing-deferred', run: emptyAnswer },
  templateOf: { kind: 'reading', run: templateOf },
  nextVote: { kind: 'writing', run: nextVote },
  'votes.cast': { kind: 'writing', run: castVote },
  'votes.skip': { kind: 'writing', run: skipVote },
  'votes.undo': { kind: 'writing', run: undoVote },
  voteRecords: { kind: 'reading', run: voteRecords },
  'datasets.list': { kind: 'reading', run: listDatasets },
  'datasets.create': { kind: 'writing', run: createDataset },
  'datasets.update': { kind: 'writing', run: updateDataset },
  'datasets.remove': { kind: 'writing', forgets: true, run: removeDataset },
  'datasets.decide': { kind: 'writing', forgets: true, run: decideRow },
  'datasets.versions': { kind: 'reading', run: listVersions },
  'datasets.removeVersion': { kind: 'writing', forgets: true, run: removeVersion },
  'datasets.countFrozen': { kind: 'reading', run: countFrozenRows },
  openDataset: { kind: 'reading', run: openDataset },
  addVersion: { kind: 'writing', run: addVersion },
  openVersion: { kind: 'reading', run: openVersion },
};
