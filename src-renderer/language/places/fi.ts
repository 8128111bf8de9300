import { counted } from '../counted.ts';
import type { places as english } from './en.ts';

/** Suomeksi: missä mallit ovat. */
export const places: typeof english = {
  places: {
    title: 'Mallien paikka',
    now: (folder: string) => `Mallit ovat kansiossa ${folder}`,
    label: 'Toinen kansio tai levy',
    hint: 'Sarvi luo sinne kansion ”Sarvi models” ja siirtää mallit siihen. Voit jatkaa sillä välin, paitsi mallilla, jota siirretään.',
    choose: 'Valitse kansio…',
    wrong: 'Kirjoita koko polku juuresta alkaen, esimerkiksi D:\\Mallit tai /media/levy.',
    move: 'Siirrä mallit',
    moveBack: 'Takaisin Sarven omaan kansioon',
    away: (folder: string) => `Kansioon ${folder} ei pääse, joten sen mallit eivät näy. Liitä sen levy.`,
    elsewhere: counted('fi', {
      one: 'Yksi malli on vielä toisessa kansiossa.',
      other: '# mallia on vielä muissa kansioissa.',
    }),
    moveRest: 'Siirrä loput',
    moving: counted('fi', { one: 'Siirretään viimeistä mallia', other: 'Siirretään: # mallia jäljellä' }),
    progress: 'Mallien siirto',
    stop: 'Pysäytä siirto',
  },
};
