/** Where an output is written until it is finished; a name that no file of somebody else's has. */
export function unfinishedPath(outputPath: string): string {
  return `${outputPath}.sarvi-partial`;
}
