import { SarviError } from '#contract/errors';
import type { CudaStatus } from '#contract/cuda-calls';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';

const OFFER = { sizeBytes: 252_000_000, unpackedBytes: 536_000_000, bytesDone: 0 };

/** The CUDA package: none to offer, unless the test begins with a status. */
export function fakeCuda(clock: FakeClock, core: FakeCore): FakeHandlers {
  let status = core.cuda ?? null;
  const change = (changed: Partial<CudaStatus>): CudaStatus => {
    if (status === null) throw new SarviError('unsupported-in-shell');
    status = { ...status, ...changed };
    clock.emit('cuda.changed', status);
    return status;
  };
  return {
    'cuda.status': () => status,
    'cuda.look': () => change({ offer: OFFER, error: null }),
    'cuda.install': () => {
      change({ phase: 'downloading', offer: { ...OFFER, bytesDone: 126_000_000 } });
      return null;
    },
    'cuda.cancel': () => {
      change({ phase: 'idle' });
      return null;
    },
    'cuda.remove': () => change({ isInstalled: false, installedBytes: 0, offer: null }),
  };
}
