import { wordsOf } from '../search/words.ts';

/** More words of a question are not looked for. */
const MOST_WORDS = 24;

/** Words that a question is made with and that say nothing of what it is about. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `ja tai sekä eli mutta vaan vai että jos kun kuin niin myös mukaan ei en et emme ette eivät olla on ovat oli olivat
  ole olen olet olemme olette olisi ollut olleet mikä mitä minkä missä mistä mihin millä miltä mille miksi mitkä miten
  millainen millaisia milloin kuka ketä kenen kenelle kuinka paljonko montako onko ovatko oliko voiko voinko saako
  saanko saako pitääkö tämä tämän tätä tässä tästä tähän nämä näitä se sen sitä siinä siitä siihen ne niitä niiden tuo tuon
  hän hänen minä minun minua minulle sinä sinun me meidän te teidän he heidän joka jonka jota jossa josta jotka joita
  jokin joku kaikki kaikkia koko vain vielä jo nyt sitten kerro kertoo sano sanoo sanotaan lukee selitä luettele tee
  voi voit voisi voitko pitää täytyy saa saat kanssa ilman tiedosto tiedostossa tiedostosta teksti tekstissä tekstin
  asiakirja asiakirjassa
  a an the and or but if of in on at to for from with by as is are was were be been being it its this that these those
  there here what which who whom whose when where why how do does did can could will would shall should may might must
  i you he she we they me him her us them my your his our their not no yes about into than then so please tell say says
  explain list file text document`.split(/\s+/),
);

/** The words of a question that are looked for, each once. */
export function questionWords(question: string): string[] {
  const words = new Set(wordsOf(question).map(({ form }) => form));
  return [...words]
    .filter((word) => !STOP_WORDS.has(word) && (word.length > 1 || /\p{N}|\P{ASCII}/u.test(word)))
    .slice(0, MOST_WORDS);
}
