import { counted } from '../counted.ts';
import type { folders as english } from './en.ts';

const files = counted('fi', { one: '# tiedosto', other: '# tiedostoa' });

export const folders: typeof english = {
  folders: {
    settings: 'Kansion asetukset…',
    title: (name: string) => `Kansio ${name}`,
    text: 'Ohjeet ja tiedostot tulevat ensimmäisinä kansion jokaiseen keskusteluun. Malli lukee ne kerran kaikkia varten.',
    newChat: 'Uusi keskustelu tähän',
    instructions: 'Ohjeet',
    instructionsHint:
      'Mitä mallin pitää näissä keskusteluissa tietää ja tehdä. Keskustelun oma järjestelmäkehote tulee näiden perään.',
    model: 'Uusien keskustelujen malli',
    preset: 'Uusien keskustelujen esiasetus',
    none: 'Kuten muualla',
    contested: 'Ohjeita on sillä välin muutettu toisessa ikkunassa. Jos tallennat, omasi korvaavat nämä:',
    files: 'Tiedostot',
    add: 'Lisää tiedostoja',
    addFolder: 'Lisää kansio',
    noFiles: 'Ei vielä tiedostoja. Voit lisätä teksti-, koodi- ja PDF-tiedostoja sekä asiakirjoja.',
    remove: (name: string) => `Poista ${name}`,
    removed: 'Roskakorissa',
    inFiles: 'Kansioiden tiedostot',
    restore: (name: string) => `Palauta ${name}`,
    cost: (tokens: string, window: string) => `Malli lukee ensin ${tokens}; sen ikkunassa on ${window}.`,
    ofWindow: (tokens: string, window: string) => `${tokens} / ${window}`,
    costOver: (tokens: string, window: string) =>
      `Malli lukisi ensin ${tokens}, mutta sen ikkunassa on ${window}. Viesteille ja vastauksille jää liian vähän tilaa. Poista tiedostoja, suurenna ikkunaa Mallit-sivulla tai valitse malli, jolla on suurempi ikkuna.`,
    view: 'Näytä, mitä malli lukee',
    marked: (folder: string, parts: string) => `Kansiosta ${folder}: ${parts}`,
    parts: (hasInstructions: boolean, count: number) =>
      [...(hasInstructions ? ['ohjeet'] : []), ...(count > 0 ? [files(count)] : [])].join(' ja '),
    leaveOut: 'Jätä pois tästä',
    use: 'Käytä tässä',
    leftOut: (folder: string) => `Kansiosta ${folder} ei käytetä mitään tässä keskustelussa.`,
    removeText: (count: number) =>
      count === 0
        ? 'Kansion keskustelut säilyvät ilman kansiota. Sen ohjeet poistetaan.'
        : `Kansion keskustelut säilyvät ilman kansiota. Sen ohjeet ja ${files(count)} poistetaan lopullisesti.`,
  },
};
