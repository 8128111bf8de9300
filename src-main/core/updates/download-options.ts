import type { FeedFile } from '#contract/updates';
import type { Request } from './open-address.ts';

export interface DownloadOptions extends Omit<Request, 'address' | 'fromByte' | 'toByte'> {
  readonly file: FeedFile;
  /** The address of the folder that it is in, as the signed feed says. */
  readonly from: string;
  /** Made if it does not exist. */
  readonly into: string;
  /** An older version of the file, of which parts may be used. */
  readonly old?: string | undefined;
  readonly onProgress: (bytesDone: number) => void;
}
