import type { cuda as english } from './en.ts';

/** Suomi CUDA-paketille. */
export const cuda: typeof english = {
  cuda: {
    title: 'NVIDIA-näytönohjaimet (CUDA)',
    offered: (host) =>
      `Koneesta löytyi NVIDIA-näytönohjain ja sen CUDA-kirjastot. Sarvi voi käyttää niitä lisäpaketilla, joka ei kuulu sovellukseen. Sarvi kysyy paketista palvelimelta ${host} vasta, kun painat nappia, eikä lähetä muuta kuin pyynnön.`,
    look: 'Etsi paketti',
    looking: 'Kysytään paketista…',
    found: (size, unpacked, host) =>
      `${size} palvelimelta ${host}, levyllä ${unpacked}. Ladattua käytetään vain, jos Sarven tekijät ovat allekirjoittaneet sen.`,
    install: 'Lataa ja asenna',
    goOn: 'Jatka latausta',
    downloading: 'Paketin lataus',
    unpacking: 'Asennetaan pakettia…',
    cancel: 'Peruuta',
    installed: (size) => `Paketti on asennettu ja vie ${size}.`,
    remove: 'Poista paketti',
  },
};
