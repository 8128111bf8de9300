import { TARGETS, type Target } from './targets.ts';

/** From the arguments of a script. @throws Error for a system that Sarvi is not packaged for */
export function targetOf(os: string | undefined, arch: string | undefined): Target {
  const target = TARGETS.find((each) => each.os === os && each.arch === arch);
  if (target === undefined) throw new Error(`no packages are made for ${os ?? ''} ${arch ?? ''}`);
  return target;
}
