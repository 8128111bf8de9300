import type { Handlers } from '#contract/contract';
import type { ImportJobs } from './import-jobs.ts';

type ImportCall =
  'models.import' | 'models.imports' | 'models.pauseImport' | 'models.resumeImport' | 'models.cancelImport';

/** Handlers of the calls about imports. */
export function importHandlers(imports: ImportJobs): Handlers<ImportCall> {
  return {
    'models.import': async (input) => ({ jobId: await imports.start(input) }),
    'models.imports': () => Promise.resolve(imports.list()),
    'models.pauseImport': async ({ jobId }) => {
      await imports.pause(jobId);
      return null;
    },
    'models.resumeImport': async ({ jobId }) => {
      await imports.resume(jobId);
      return null;
    },
    'models.cancelImport': async ({ jobId }) => {
      await imports.cancel(jobId);
      return null;
    },
  };
}
