/** Where models are kept, and moving them to another folder or drive. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { FILE_ERRORS } from './declared-errors.ts';
import { ErrorReport } from './errors.ts';
import { Count, FilePath } from './primitives.ts';

export const ModelPlace = v.strictObject({
  /** Where new models go. */
  folder: FilePath,
  /** Whether that is the one in the data folder. */
  isOwn: v.boolean(),
  /** Folders whose drive is away, so that the models there do not show. */
  away: v.array(FilePath),
  /** Models that are in other folders, because they were not moved or a move was cut off. */
  elsewhere: Count,
  move: v.nullable(v.strictObject({ modelsLeft: Count, bytesDone: Count, bytesTotal: Count })),
  /** Why the last move ended early. */
  error: v.nullable(ErrorReport),
});
export type ModelPlace = v.InferOutput<typeof ModelPlace>;

export const modelPlace = call('models.place', { input: v.strictObject({}), output: ModelPlace });

/**
 * Has new models go to a folder `Sarvi models` in `parent`, or, with null, to the data folder, and moves those that there
 * are. Answers when the move has begun; events of `models.placeChanged` follow. The same call continues a move that was
 * cut off.
 */
export const moveModels = call('models.moveTo', {
  input: v.strictObject({ parent: v.nullable(FilePath) }),
  output: ModelPlace,
  errors: [...FILE_ERRORS, 'path-own-data', 'imports-unfinished', 'data-folder-gone'],
});

/** Moves what is in other folders to the present one. */
export const continueMove = call('models.continueMove', {
  input: v.strictObject({}),
  output: ModelPlace,
  errors: [...FILE_ERRORS, 'imports-unfinished', 'data-folder-gone'],
});

/** Stops the move after what is whole; the rest stays where it is. */
export const stopMove = call('models.stopMove', { input: v.strictObject({}), output: v.null() });

export const modelPlaceChanged = event('models.placeChanged', ModelPlace);
