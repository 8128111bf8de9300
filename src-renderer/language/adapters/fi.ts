import type { adapters as english } from './en.ts';

/** Suomeksi: LoRA-sovittimet. */
export const adapters: typeof english = {
  adapters: {
    title: 'Sovittimet',
    intro: 'LoRA-sovitin muuttaa sitä, mitä malli on oppinut. Sovittimet valitaan keskustelun asetuksissa.',
    import: 'Tuo sovitin',
    importText: 'Llama-mallin LoRA-sovitin: GGUF-tiedosto tai PEFTin tallentama kansio.',
    importing: 'Tuodaan sovitinta…',
    imported: (name: string) => `${name} on nyt kirjastossa`,
    chooseFolder: 'Valitse PEFT-kansio',
    base: 'Mille mallille tehty',
    baseHint: 'Sovittimen muuntamiseen tarvitaan mallin muoto.',
    ownConfig: 'Kansion config.json-tiedoston mukaan',
    madeFor: (model: string) => `Mallille ${model}`,
    rank: (rank: string) => `Aste ${rank}`,
    fileMissing: 'Tiedosto puuttuu tai on muuttunut',
    gone: 'Ei enää kirjastossa',
    renameTitle: 'Nimeä sovitin uudelleen',
    removeText: (size: string) =>
      `Sovitin ja sen tiedosto (${size}) poistetaan Sarvesta. Alkuperäiseen, jonka toit, ei kosketa. Sovitinta käyttävät keskustelut ilmoittavat puutteesta, kun lähetät seuraavan viestin.`,
    add: 'Lisää sovitin',
    addHint: 'Sovittimen on oltava tehty tälle mallille.',
    choose: 'Valitse…',
    noneYet: 'Kirjastossa ei ole sovittimia. Voit tuoda niitä Mallit-sivulla.',
    most: (count: number) => `Keskustelulla voi olla enintään ${count} sovitinta.`,
    scale: 'Voimakkuus',
    scaleOf: (name: string) => `Sovittimen ${name} voimakkuus`,
    range: (min: string, max: string) => `Luku, vähintään ${min} ja enintään ${max}`,
    takeOff: (name: string) => `Poista ${name} keskustelusta`,
    used: (name: string, scale: string) => `${name} × ${scale}`,
  },
};
