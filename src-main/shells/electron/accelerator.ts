/** Keys of the contract (`Mod+Shift+O`) as Electron writes them. */

/** Where Electron has another name than `KeyboardEvent.key`. */
const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  '+': 'Plus',
};

/** @see electron docs/api/accelerator.md */
export function acceleratorOf(keys: string): string {
  const parts = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+');
  const key = parts.at(-1) ?? '';
  const modifiers = parts.slice(0, -1).map((part) => (part === 'Mod' ? 'CommandOrControl' : part));
  return [...modifiers, NAMES[key] ?? key].join('+');
}
