/**
 * Words that often are the last part of a Finnish compound. Behind a short first part, or where they begin with a vowel,
 * only these are taken for one: "tietyö" is tie and työ, while "tieto" and "lupauksen" only begin like tie and lupa.
 */
const PARTS = `
  aalto aamu aihe aika aine aita ajo ala alue alus alusta ampuma ansa apu arkki arvio arvo ase asema asenne asetus asia
  asiakas askel aste astia asu asukas asunto ateria aukio aukko auto avain avustaja edustaja edustus ehdotus ehto elin
  elokuva elämä eläin energia ennuste ennätys ero erä esine esitys este esto etu haku halli hallinto hallitus harja
  harjoitus hattu hauta helmi henki henkilö herra hetki hiekka hinta historia hoitaja hoito homma housut huolto huone
  hyöty hälytys ihminen ikkuna ikä ilma ilmiö ilmoitus ilta into isku istuin istunto isä johtaja johto joki joukko
  joukkue jono juhla juhlat juna juttu juuri jännite jäljennös järjestelmä järjestys järjestö järvi jäsen jäte jäätelö
  kaappi kaapeli kaista kala kalenteri kalusto kamera kangas kansa kansi kappale kartta kassa kasa kaste kasvi kate katos katto
  katu kauppa kaupunki kausi kello kenkä kenttä kerho keli kerros kerta keskus keskustelu kesä keitto kirja kirje kirjasto
  kirjoitus kirkko kisa kissa kivi koe kohde kohta koira kokeilu kokemus kokous kone koriste korko koru kortti kortteli
  korvaus koti koulu koulutus kukka kulku kulma kulta kulttuuri kunta kuppi kurssi kutsu kuva kuvio kylä kypsyys kysymys
  käsi käyttö käytäntö laatikko laatu laina laite laitos laiva laki lamppu lanka lapsi lasi laskelma lasku laukku laulu
  lauta lautanen lehti leike leikki leima leipä leiri lento liha liike liikenne liitto lintu linja lippu lista loma lomake
  lommo luettelo luku lukko lumi luokka luonto luu luvut maa maailma maisema maito maksu malja malli mallisto marja markkina
  markkinat massa matka matto meno menot meri merkintä merkki mestari metalli metsä mies mieli mittari muisti muoto muki
  muna museo musiikki muutos myynti myymälä määrä mökki naapuri nainen neste neuvosto neuvonta nimi nuoli näkymä näyte
  näyttely näyttö ohje ohjelma ohjaus oikeus oja olento olio olo olot olut omena omistaja opas opetus opettaja opinto opinnot
  opisto opiskelija oppi osa osaaja osasto osoite osuus ottelu ovi pakkaus paikka paino paita paketti pala palkka palkinto
  pallo palo palvelu pankki panos paperi pari passi patja peite peitto peli pelto perhe periaate piha piiri piirros pinta
  pipo piste pitoisuus poika polku poliisi portti posti prosessi projekti puhe puhelin puisto pullo puoli puolue puu puutarha
  pyykki pyörä päivä pää päällikkö päätös pöytä raha rahasto raita raja rakennus rakenne ranta rasva rata raportti reikä
  reitti remontti reppu retki ruoho ruoka runko ruuhka ruusu ruutu ryhmä räjähdys saari saha sali salaatti sana sanasto
  sarja sairaala satama sateenvarjo sauna savu seinä seikka selvitys seteli seura seutu side sieni siivous sija silta
  silmä sivu sivusto sivut solu sopimus sota suhde suihku suoja suola suojelu suunta suunnitelma sähkö sänky sääntö säiliö
  taito taival takki takka talo tango tanssi tapa tapahtuma tarina tarjous taso tasku tauko taulu taulukko teho tehdas tehtävä
  teksti teollisuus testi teos tie tieto tiedosto tiede tila tili tilanne tilasto tilaus tiski toimi toimisto toiminta torni tori
  traktori tulo tulos tulva tunneli tunti tuoli tuki tuote tuotanto tutka tutkija tutkimus tuuli tyttö ukko tyyli tyyppi tyyny
  työ työntekijä täti uhka uhri uinti uni unioni unelma ura urheilu usko uutinen uutiset vaara vaatteet vaate vaali vaalit
  vaihe vaihto valikko valinta vaihtoehto valo valta valmentaja valvonta vapaus varasto varaus varjo vastaus vene vero versio
  verkko verkosto vesi vika virasto virhe virta voima vuode vuokra vuori vuoro vuosi väki väli väri väylä yhdistys yhteys
  yhteisö yhtiö yksikkö ylläpito ympäristö yritys yö ystävä äiti ääni öljy
`;

const KNOWN: ReadonlySet<string> = new Set(PARTS.trim().split(/\s+/));

/** Whether one of the lemmas is such a word. */
export function isCompoundPart(lemmas: ReadonlySet<string>): boolean {
  for (const lemma of lemmas) if (KNOWN.has(lemma)) return true;
  return false;
}
