/** The path of an output until it is finished; no other program's file has such a name. */
export function unfinishedPath(outputPath: string): string {
  return `${outputPath}.sarvi-partial`;
}
