import { counted } from '../counted.ts';
import type { difference as english } from './en.ts';

/** Suomeksi: sivu, joka näyttää kahden mallin eron token kerrallaan. */
export const difference: typeof english = {
  difference: {
    title: 'Mallien ero tokeneittain',
    intro:
      'Kaksi mallia lukee saman vastauksen token kerrallaan (token on sanan pala). Sivu näyttää, missä viritetty malli pitää tokenia todennäköisempänä kuin lähtömallinsa ja missä ei.',
    open: 'Vertaa malleja tokeneittain',
    source: 'Luettava vastaus',
    fromConversation: (name) => `Vastaus keskustelusta, mallina ${name}`,
    toConversation: 'Näytä keskustelussa',
    ownText: 'Käytä omaa tekstiä',
    prompt: 'Kehote',
    answer: 'Vastaus',
    tuned: 'Viritetty malli',
    tunedHint: 'Esimerkiksi Instruct tai malli, joka kirjoitti vastauksen.',
    start: 'Lähtömalli',
    startHint: 'Malli, josta viritetty malli on tehty, esimerkiksi SFT.',
    swap: 'Vaihda mallit keskenään',
    control: 'Molemmilla puolilla on sama malli: tämä on kontrolli, ja jokainen ero on 0.',
    quantizations: (first, second) =>
      `Malleilla on eri kvantisointi (${first} ja ${second}), joten osa erosta johtuu siitä.`,
    twoModels:
      'Tuo vertailtavaksi toinen malli. Saman mallin toinen kvantisointi näyttää, kuinka suuri pelkkä kohina on.',
    read: 'Lue vastaus',
    waiting: 'Odotetaan tilaa muistista…',
    loading: (percent) => `Avataan malleja, ${percent}`,
    reading: (percent) => `Luetaan vastausta, ${percent}`,
    progress: 'Lukeminen',
    result: 'Tulos',
    shade: 'Väritys',
    shades: { ratio: 'Logaritminen suhde', rank: 'Sija', kl: 'KL-divergenssi' },
    explained: {
      ratio: (tuned, start) =>
        `Logaritminen suhde: ln p(${tuned}) − ln p(${start}). Vihreä ja yhtenäinen viiva: todennäköisempi mallilla ${tuned}. Punainen ja pisteviiva: todennäköisempi mallilla ${start}.`,
      rank: (start) => `Tokenin sija mallilla ${start}: 1 on todennäköisin.`,
      rankNamed: (start) =>
        `Vastaus on viritetyn mallin oma, ja sen jokainen token oli mallille todennäköisin. Tokenin sija mallilla ${start}: 1 ennallaan, 2–3 lähes ennallaan, yli 3 siirtynyt.`,
      kl: (tuned, start) => `KL(${tuned} ‖ ${start}) kussakin kohdassa koko sanaston yli, nateina.`,
    },
    text: 'Vastaus token kerrallaan',
    textKeys: 'Nuolinäppäimet siirtävät tokenista toiseen, Enter näyttää vaihtoehdot.',
    token: (text, ratio, rank, kl) =>
      `${text}: logaritminen suhde ${ratio}, sija lähtömallilla ${rank}${kl === '' ? '' : `, KL ${kl}`}`,
    alternatives: 'Todennäköisimmät tokenit',
    probability: 'Todennäköisyys',
    logprob: 'Log-todennäköisyys',
    logprobOf: (name) => `Log-todennäköisyys, ${name}`,
    rank: 'Sija',
    rankOf: (name) => `Sija, ${name}`,
    ratio: 'Logaritminen suhde',
    kl: 'KL',
    entropy: 'Entropia',
    plot: 'Kohdittain',
    plotText: (measure, least, most) =>
      `${measure} tokeneittain vastauksen järjestyksessä, ${least} – ${most}. Luvut ovat alla olevassa taulukossa.`,
    shifted: 'Eniten siirtyneet tokenit',
    shiftedItem: (place) => `token ${place}`,
    sums: 'Yhteensä',
    tokens: 'Tokeneita',
    tokenCount: counted('fi', { one: '# token', other: '# tokenia' }),
    withEnd: 'mukana vastauksen loppu',
    withoutEnd: 'ilman loppua, koska vastaus jäi kesken',
    logprobSum: (name) => `Log-todennäköisyyksien summa, ${name}`,
    ratioSum: 'Logaritmisten suhteiden summa',
    perplexity: (name) => `Vastauksen perpleksiteetti, ${name}`,
    meanKl: (tuned, start) => `Keskimääräinen KL(${tuned} ‖ ${start})`,
    nats: (value) => `${value} natia`,
    beta: 'Beeta',
    betaHint: 'Mieltymysvirityksen β. Poro 2:n SFT-mallista Instruct-malliin se tiedetään: 0,01.',
    betaRange: 'Luku väliltä 0–10',
    reward: 'Implisiittinen palkkio',
    rewardHint: 'β kertaa logaritmisten suhteiden summa. Vain summalla on merkitys, ei yhden tokenin osuudella.',
    noReward: 'Näille malleille ei tunneta beetaa.',
    classes: 'Tokenien siirtyminen',
    classShares: (unshifted, marginal, shifted) =>
      `${unshifted} ennallaan, ${marginal} lähes ennallaan, ${shifted} siirtynyt`,
    firstShare: (start) => `Todennäköisin token mallilla ${start}`,
    floor: 'Kohinaraja',
    floorText: (name, type, value) =>
      `${name} (${type}): keskimäärin ${value} natia F16-mallin ja tämän kvantisoinnin välillä, kuten llama.cpp on Llama 3 8B:lle julkaissut. Tätä lähellä oleva keskimääräinen KL kertoo vähän.`,
    floorUnknown: (name, type) =>
      `${name} (${type}): lukua ei ole julkaistu. Vertaamalla saman mallin kahta kvantisointia näet sen.`,
    rounded:
      'Muistiin mahtui yksi malli kerrallaan, joten ensimmäisen todennäköisyydet pyöristettiin 16 bittiin, kuten llama.cpp tekee.',
    elsewhere:
      'Vastauksen on lukenut palvelin muualla. Palvelimet kertovat kustakin kohdasta vain muutaman tokenin, joten KL-divergenssiä ja entropiaa ei ole.',
    table: 'Kaikki tokenit taulukkona',
    position: 'Kohta',
    tokenColumn: 'Token',
  },
};
