import type { weights as english } from './en.ts';

/** Kuinka varma malli oli vastauksen sanoista. */
export const weights: typeof english = {
  weights: {
    open: 'Kuinka varma malli oli sanoista',
    title: 'Kuinka varma malli oli',
    colour: 'Väritä epävarmat kohdat',
    close: 'Takaisin vastaukseen',
    reading: 'Malli lukee vastaustaan…',
    ofRecord: 'Todennäköisyydet ovat ne, joilla vastaus kirjoitettiin.',
    ofReading: 'Malli on lukenut valmiin vastauksen, eivätkä lämpötilan kaltaiset asetukset vaikuta lukuihin.',
    keys: 'Nuolinäppäimillä liikut palasta toiseen, ja Enter näyttää, mitä muuta malli olisi voinut sanoa.',
    answer: 'Vastaus palasina',
    token: (text, percent, others) =>
      others === '' ? `${text}: ${percent}` : `${text}: ${percent}. Muuten: ${others}`,
    others: 'Mitä muuta malli olisi voinut sanoa',
    othersHint: 'Valitse toinen pala, niin vastaus jatkuu siitä omana versionaan.',
    noOthers: 'Mikään muu ei ollut todennäköinen.',
    take: (text, percent) => `Jatka palalla ”${text}”, ${percent}`,
  },
};
