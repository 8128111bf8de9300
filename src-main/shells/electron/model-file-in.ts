/** The model file among a program's arguments, without its switches; null when there is none. */
export function modelFileIn(args: readonly string[]): string | null {
  return args.findLast((argument) => !argument.startsWith('-') && /\.gguf$/i.test(argument)) ?? null;
}
