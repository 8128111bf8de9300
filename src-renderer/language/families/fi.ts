import type { ModelFamily } from '#contract/models';
import type { FamilyWords } from './en.ts';

/** Finnish for what is known of the families of models. */
export const families: Readonly<Record<ModelFamily, FamilyWords>> = {
  guide: {
    name: 'Sarven opas',
    text: 'Sarven mukana tuleva pikkuruinen malli. Se tuntee Sarven, Poro 2:n ja hieman Suomea, suomeksi ja englanniksi. Sopii ensikokeiluun, ei yleiseksi avustajaksi.',
    languages: 'Suomi ja englanti',
    use: 'Ensikokeiluun ja Sarvea koskeviin kysymyksiin.',
    limits: 'Tietää vähän, toistaa itseään ja keksii omiaan. Ei yleisavustaja.',
  },
  'poro2-base': {
    name: 'Poro 2 Base',
    text: 'Poro 2:n esikoulutettu pohjamalli: se jatkaa tekstiä eikä noudata ohjeita. Tutkimukseen ja jatkokoulutukseen.',
    languages: 'Suomi ja englanti; ohjelmakoodi',
    use: 'Jatkokoulutukseen, tutkimukseen ja aloittamasi tekstin jatkamiseen.',
    limits: 'Ei vastaa kysymyksiin eikä noudata ohjeita, eikä mikään estä sitä tuottamasta haitallista tekstiä.',
  },
  'poro2-sft': {
    name: 'Poro 2 SFT',
    text: 'Tutkimusversio: malli on oppinut noudattamaan ohjeita mutta ei erottamaan hyvää vastausta paremmasta. Koulutuksen vaiheiden tutkimiseen; arkikäyttöön kannattaa valita Poro 2 Instruct.',
    languages: 'Suomi ja englanti',
    use: 'Tutkimukseen: mitä pelkkä ohjeiden opettaminen saa aikaan.',
    limits:
      'Tutkimusversio, joka ei ole oppinut erottamaan hyvää vastausta paremmasta: vastaukset ovat karkeampia ja varomattomampia kuin Poro 2 Instructin. Voi erehtyä ja olla puolueellinen.',
  },
  'poro2-instruct': {
    name: 'Poro 2 Instruct',
    text: 'Valmis keskustelumalli, joka noudattaa ohjeita suomeksi ja englanniksi. Valitse tämä arkikäyttöön.',
    languages: 'Suomi ja englanti',
    use: 'Keskusteluun, kirjoittamiseen ja ohjeiden noudattamiseen.',
    limits:
      'Voi erehtyä tai olla puolueellinen, eikä tiedä tuoreista tapahtumista. Tarkista tärkeät asiat. Muistaa 8\u00a0192 tokenia.',
  },
  viking: {
    name: 'Viking',
    text: 'LumiOpenin pohjamalli pohjoismaisille kielille, kolmea kokoa. Se jatkaa tekstiä eikä noudata ohjeita.',
    languages: 'Suomi, ruotsi, tanska, norja, islanti ja englanti; ohjelmakoodi',
    use: 'Jatkokoulutukseen, tutkimukseen ja aloittamasi tekstin jatkamiseen.',
    limits:
      'Ei vastaa kysymyksiin eikä noudata ohjeita, eikä mikään estä sitä tuottamasta haitallista tekstiä. Muistaa 4\u00a0096 tokenia.',
  },
  ahma: {
    name: 'Ahma',
    text: 'Finnish-NLP-yhteisön suomenkielinen malli, joka on alusta alkaen koulutettu suomeksi. Ahma Instruct vastaa kysymyksiin; pelkkä Ahma jatkaa tekstiä.',
    languages: 'Suomi',
    use: 'Suomenkieliseen keskusteluun Ahma Instruct; jatkokoulutukseen ja tutkimukseen pelkkä Ahma.',
    limits:
      'Osaa vain suomea. Pieni: voi erehtyä tai olla puolueellinen, ja toistaa itseään. Muistaa 2\u00a0048 tokenia.',
  },
  eurollm: {
    name: 'EuroLLM',
    text: 'Eurooppalainen malli kaikille Euroopan unionin virallisille kielille. EuroLLM Instruct keskustelee ja kääntää; pelkkä EuroLLM jatkaa tekstiä.',
    languages: 'EU:n 24 virallista kieltä, myös suomi, sekä 11 muuta',
    use: 'Keskusteluun ja kääntämiseen EuroLLM Instruct; jatkokoulutukseen pelkkä EuroLLM.',
    limits:
      'Ei ole oppinut, millaisista vastauksista ihmiset pitävät: voi erehtyä tai tuottaa puolueellista tai haitallista tekstiä. Tarkista tärkeät asiat.',
  },
  'meta-llama': {
    name: 'Metan Llama',
    text: 'Metan oma Llama-malli. Instruct ja Chat keskustelevat; muut jatkavat tekstiä.',
    languages: 'Englanti ja Llama 3.1:stä alkaen seitsemän muuta. Suomi ei kuulu niihin.',
    use: 'Englanninkieliseen keskusteluun Instruct tai Chat; jatkokoulutukseen muut.',
    limits: 'Osaa suomea heikosti, etenkin pienet koot. Voi erehtyä tai olla puolueellinen. Tarkista tärkeät asiat.',
  },
  mistral: {
    name: 'Mistral',
    text: 'Ranskalaisen Mistral AI -yhtiön malli. Instruct keskustelee; muut jatkavat tekstiä.',
    languages: 'Englanti ja heikommin muut suuret eurooppalaiset kielet. Suomi ei kuulu niihin.',
    use: 'Englanninkieliseen keskusteluun Instruct; jatkokoulutukseen muut.',
    limits:
      'Osaa suomea heikosti, eikä juuri mikään estä sitä tuottamasta haitallista tekstiä. Voi erehtyä tai olla puolueellinen. Tarkista tärkeät asiat.',
  },
  smollm2: {
    name: 'SmolLM2',
    text: 'Hugging Facen pieni ja nopea malli. Instruct keskustelee; muut jatkavat tekstiä.',
    languages: 'Englanti',
    use: 'Lyhyisiin englanninkielisiin teksteihin ja tiivistelmiin tehottomalla koneella.',
    limits: 'Ei osaa suomea. Pieni: tietää vähän ja keksii omiaan. Tarkista tärkeät asiat.',
  },
  llama: {
    name: 'Llama',
    text: 'Llama-arkkitehtuurin malli.',
    languages: 'Tiedostot eivät kerro. Useimmat Llama-mallit osaavat parhaiten englantia.',
    use: 'Siihen, mitä mallin tekijät siitä kertovat.',
    limits: 'Voi erehtyä tai olla puolueellinen. Tarkista tärkeät asiat.',
  },
};
