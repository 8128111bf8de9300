/** The page for a refused request; plain, because its reader has no access to the app's styles. */

const SENTENCES = {
  foreign: ['Tämä pyyntö ei tullut Sarven omalta sivulta.', "This request did not come from Sarvi's own page."],
  missing: ['Täällä ei ole mitään.', 'There is nothing here.'],
} as const;

export function refusalPage(why: keyof typeof SENTENCES): string {
  const [finnish, english] = SENTENCES[why];
  return `<!doctype html><html lang="fi"><meta charset="utf-8"><title>Sarvi</title><p>${finnish}</p><p lang="en">${english}</p></html>\n`;
}
