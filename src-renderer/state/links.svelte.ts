/** Opens links out of Sarvi. The desktop's main process asks by itself; in a browser the renderer asks. */
export class LinksState {
  readonly #shellAsks: () => boolean;
  /** The address that waits for the user's confirmation. */
  asking = $state<string | null>(null);

  constructor(shellAsks: () => boolean) {
    this.#shellAsks = shellAsks;
  }

  open(url: string): void {
    if (this.#shellAsks()) window.open(url);
    else this.asking = url;
  }

  confirm(): void {
    if (this.asking !== null) window.open(this.asking, '_blank', 'noopener,noreferrer');
    this.asking = null;
  }
}
