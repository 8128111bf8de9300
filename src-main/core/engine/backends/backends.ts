import { arch, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Backend, BackendChoice } from '#contract/backends';
import { BACKENDS } from '#contract/backends';
import type { BackendReport } from '#contract/engine';
import { because } from '#contract/reasons';
import type { Ports } from '../../ports.ts';
import { availableMemory } from '../available-memory.ts';
import { graphicsBackends } from './backend-names.ts';
import { FindingsFile } from './findings-file.ts';
import { probeBackend, type Finding } from './probe-backend.ts';

export interface BackendsOptions {
  /** The user's choice. */
  readonly wanted: () => BackendChoice;
  readonly probeDeadlineMs?: number;
  /** Whether the CUDA package is there. What is found with it does not count without it, as in another shell. */
  readonly hasCudaPackage?: () => boolean;
}

type BackendsPorts = Pick<Ports, 'spawn' | 'entries' | 'log' | 'folders' | 'version' | 'platform' | 'now'>;

/**
 * Knows which backends work on this machine, and which one to use. Each is tried once per version in a process of its
 * own. A backend that crashed is tried again only when the user asks. The processor always works.
 */
export class Backends {
  readonly #ports: BackendsPorts;
  readonly #options: BackendsOptions;
  readonly #findings: FindingsFile;
  readonly #disposal = new AbortController();
  /** Running probes; later callers wait for the same one. */
  readonly #probing = new Map<Backend, Promise<Finding>>();

  constructor(ports: BackendsPorts, options: BackendsOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#findings = new FindingsFile({
      path: join(ports.folders.data, 'backends.json'),
      engineVersion: () => {
        const parts = [ports.version, ports.platform, arch(), ...(options.hasCudaPackage?.() ? ['cuda'] : [])];
        return parts.join(' ');
      },
      now: ports.now,
      log: ports.log,
    });
  }

  /** The backend to load with: the wanted one if it works, else the best one that does. */
  async choose(): Promise<Backend> {
    const wanted = this.#options.wanted();
    if (wanted === 'cpu') return 'cpu';
    if (wanted !== 'auto' && (await this.#finding(wanted)).state === 'works') return wanted;
    const candidates = graphicsBackends(this.#ports.platform).filter((backend) => backend !== wanted);
    const findings = await Promise.all(candidates.map((backend) => this.#finding(backend)));
    return candidates.find((_, index) => findings[index]?.state === 'works') ?? 'cpu';
  }

  /** All backends, the best first. */
  async list(): Promise<BackendReport[]> {
    const chosen = await this.choose();
    const reports: BackendReport[] = [];
    for (const backend of BACKENDS) {
      const finding = await this.#finding(backend);
      const works = finding.state === 'works';
      reports.push({
        backend,
        state: finding.state,
        reason: works ? null : finding.reason,
        devices: works ? finding.devices : [],
        memory: works ? { freeBytes: finding.freeBytes, totalBytes: finding.totalBytes } : null,
        chosen: backend === chosen,
      });
    }
    return reports;
  }

  /** Free memory of the backend's cards when it was probed; null for the processor. */
  async freeGraphicsBytes(backend: Backend): Promise<number | null> {
    if (backend === 'cpu') return null;
    const finding = await this.#finding(backend);
    return finding.state === 'works' ? finding.freeBytes : null;
  }

  /** The backend worked when it was probed, but failed in use. */
  async markBroken(backend: Backend, reason: string): Promise<void> {
    if (backend !== 'cpu') await this.#findings.put(backend, { state: 'broken', reason });
  }

  async retry(backend: Backend): Promise<void> {
    if (this.#isCandidate(backend)) await this.#probe(backend);
  }

  /** Whether the card and its runtime were found, and only the package is missing. */
  async lacksCudaPackage(): Promise<boolean> {
    const finding = await this.#finding('cuda');
    return finding.state === 'unavailable' && finding.reason === because('cuda-package-missing');
  }

  /** Ends running probes. */
  dispose(): void {
    this.#disposal.abort();
  }

  async #finding(backend: Backend): Promise<Finding> {
    if (backend === 'cpu') {
      return { state: 'works', devices: [], freeBytes: availableMemory(), totalBytes: totalmem() };
    }
    if (!this.#isCandidate(backend)) return { state: 'unavailable', reason: because('not-for-this-system') };
    return (await this.#findings.get(backend)) ?? (await this.#probe(backend));
  }

  #isCandidate(backend: Backend): boolean {
    return backend !== 'cpu' && graphicsBackends(this.#ports.platform).includes(backend);
  }

  #probe(backend: Backend): Promise<Finding> {
    const running = this.#probing.get(backend);
    if (running) return running;
    const probe = this.#runProbe(backend).finally(() => this.#probing.delete(backend));
    this.#probing.set(backend, probe);
    return probe;
  }

  async #runProbe(backend: Backend): Promise<Finding> {
    const { signal } = this.#disposal;
    const deadlineMs = this.#options.probeDeadlineMs;
    const finding = await probeBackend(this.#ports, backend, { deadlineMs, signal });
    if (signal.aborted) return finding;
    this.#ports.log.info('a backend was tried', { backend, ...finding });
    await this.#findings.put(backend, finding);
    return finding;
  }
}
