/**
 * The Finnish of the `reason` that many errors carry in English. A reason is put together where a file is read, so it
 * is translated by its pattern: `*` stands for what varies and appears again in the same order. A reason that no
 * pattern fits (a message of the system or of a library) stays as it is.
 */
const REASONS: readonly (readonly [english: string, finnish: string])[] = [
  // A daily backup.
  ['there is too little room', 'tilaa on liian vähän'],
  ['the folder is not there', 'kansiota ei ole'],
  ['the folder may not be written to', 'kansioon ei saa kirjoittaa'],
  ['the history itself is damaged', 'itse historia on vioittunut'],
  // The engine's end.
  ['it ran out of memory', 'muisti loppui'],
  ['it was ended from outside, perhaps because memory ran out', 'se lopetettiin ulkoa päin, ehkä muistin loputtua'],
  [
    'the model file changed or could not be read while in use',
    'mallitiedosto muuttui tai sitä ei voitu lukea kesken käytön',
  ],
  ['llama.cpp made an illegal memory access', 'llama.cpp viittasi kiellettyyn muistiin'],
  ['this processor lacks an instruction that llama.cpp used', 'suorittimesta puuttuu käsky, jota llama.cpp käytti'],
  ['llama.cpp gave up: *', 'llama.cpp luovutti: *'],
  ['llama.cpp gave up', 'llama.cpp luovutti'],
  ['it was ended by the signal *', 'se päättyi signaaliin *'],
  ['it closed by itself', 'se sulkeutui itsestään'],
  ['it ended with code * and gave no reason', 'se päättyi koodiin * kertomatta syytä'],
  ['the engine ended while loading it: *', 'moottori päättyi kesken latauksen: *'],
  ['the draft model has another vocabulary', 'luonnosmallilla on toinen sanasto'],
  ['it ran for more than * seconds', 'sen suoritus kesti yli * sekuntia'],
  // Grammars and schemas of answers.
  ['the schema is not JSON', 'skeema ei ole JSON-muotoa'],
  ['the schema at * says *, which cannot be kept', 'skeeman kohdassa * on *, jota ei voida taata'],
  ['the schema at * has no type that is known', 'skeeman kohdassa * ei ole tunnettua tyyppiä'],
  ['the schema at * is not an object', 'skeeman kohta * ei ole olio'],
  ['the schema at * is not a list', 'skeeman kohta * ei ole luettelo'],
  ['the schema at * refers to nothing in $defs', 'skeeman kohta * viittaa johonkin, mitä $defs ei sisällä'],
  ['the schema at * requires a property that it does not list', 'skeeman kohta * vaatii kentän, jota se ei luettele'],
  ['the schema at * nests deeper than *', 'skeeman kohta * on sisäkkäin yli * tasoa'],
  ['it grew without an end', 'se kasvoi loputtomasti'],
  ['the schema at * has the format *', 'skeeman kohdassa * on muoto *, jota ei voida taata'],
  ['it gave no sign of life for * seconds', 'siitä ei kuulunut mitään * sekuntiin'],
  ['it did not answer in * seconds', 'se ei vastannut * sekunnissa'],
  ['it did not answer in time', 'se ei vastannut ajoissa'],
  ['it did not follow the protocol', 'se vastasi väärin'],
  ['there is no such graphics card, or no driver for it', 'sellaista näytönohjainta ei ole, tai sen ajuri puuttuu'],
  ['it is not for this system', 'se ei ole tätä järjestelmää varten'],
  ['Sarvi is closing', 'Sarvi on sulkeutumassa'],
  ['the app is closing', 'Sarvi on sulkeutumassa'],
  // Answers that are to go on.
  ['it came to its end', 'se tuli loppuunsa'],
  ['it says nothing yet', 'siinä ei ole vielä tekstiä'],
  ['messages follow it', 'sitä seuraa jo viestejä'],
  ['it keeps to a grammar', 'se noudattaa kielioppia'],
  ['it is still being written', 'sitä kirjoitetaan vielä'],
  ['it asks for a password', 'se on suojattu salasanalla'],
  ['it unpacks to far more than it holds', 'se purkautuu moninkertaiseksi kokoonsa nähden'],
  ['it holds too many values', 'siinä on liikaa arvoja'],
  ['it is no whole PDF', 'se ei ole ehjä PDF'],
  // Files.
  ['its context length is *', 'sen kontekstin pituus on *'],
  ['it is not a file', 'se ei ole tiedosto'],
  ['it does not hold a JSON object', 'siinä ei ole JSON-oliota'],
  ['it takes * bytes', 'sen koko on * tavua'],
  ['it changed while it was being read', 'se muuttui kesken lukemisen'],
  ['it became shorter', 'se lyheni kesken lukemisen'],
  ['the key * comes twice', 'avain * esiintyy kahdesti'],
  ['what was written reads back differently', 'kirjoitettu tieto luettiin takaisin muuttuneena'],
  // The history and its backups.
  ['the file belongs to another program', 'tiedosto kuuluu toiselle ohjelmalle'],
  ['the database is missing, its log is there', 'tietokanta puuttuu, vaikka sen loki on tallella'],
  ['it holds no history', 'siinä ei ole historiaa'],
  ['it is no database', 'se ei ole tietokanta'],
  ['it is no whole database', 'tietokanta on katkennut'],
  ['it was copied while it was open', 'se on kopioitu kesken käytön'],
  ['a log of unfinished changes lies beside it', 'sen vieressä on loki keskeneräisistä muutoksista'],
  ['its pages have another size', 'sen sivut ovat väärän kokoisia'],
  ['its text is not in UTF-8', 'sen teksti ei ole UTF-8-muotoa'],
  ['its schema is damaged', 'sen rakenne on vioittunut'],
  ['its schema is larger than one of Sarvi’s', 'sen rakenne on suurempi kuin Sarven tekemä'],
  ['reading it took too long', 'sen lukeminen kesti liian kauan'],
  ['a text in * is too long', 'jokin teksti taulussa * on liian pitkä'],
  ['the * * is not one of Sarvi’s', '* * ei ole Sarven tekemä'],
  ['the * * is not as Sarvi makes it', '* * ei ole sellainen kuin Sarvi sen tekee'],
  ['the * * is missing', '* * puuttuu'],
  ['a reference is broken', 'jokin viittaus on rikki'],
  ['row * of * refers to no row of *', 'rivi * taulussa * viittaa tauluun *, jossa kohdetta ei ole'],
  ['the open branch of the conversation * ends elsewhere', 'keskustelun * avoin haara päättyy toiseen keskusteluun'],
  ['the conversation * has no first message', 'keskustelulta * puuttuu ensimmäinen viesti'],
  ['* messages are not in the search index', '* viestiä puuttuu hakemistosta'],
  ['* titles are not in the search index', '* otsikkoa puuttuu hakemistosta'],
  ['* entries of the search index belong to no message', '* hakemiston kohtaa ei kuulu millekään viestille'],
  ['the message * is not found by its words', 'viesti * ei löydy omilla sanoillaan'],
  // config.json.
  ['* is missing', '* puuttuu'],
  ['* is * in config.json', '* on *'],
  ['rope_scaling is not an object', 'rope_scaling ei ole olio'],
  ['* attention heads do not divide among * key-value heads', '* huomiopäätä ei jakaudu tasan * KV-päälle'],
  ['hidden_size * does not divide into * heads', 'hidden_size * ei jakaudu tasan * päähän'],
  ['head_dim is *, an odd number', 'head_dim on *, pariton luku'],
  // The tokenizer.
  ['it has no model', 'siitä puuttuu model'],
  ['it has no vocabulary', 'siitä puuttuu sanasto'],
  ['it has no merges', 'siitä puuttuvat yhdistämissäännöt'],
  ['added_tokens is not a list', 'added_tokens ei ole luettelo'],
  ['the token * has the id *, but the model has * tokens', 'tokenin * numero on *, mutta mallissa on * tokenia'],
  ['the tokens * and * share the id *', 'tokeneilla * ja * on sama numero *'],
  // Shards and their index.
  ['it has no weight_map', 'siitä puuttuu weight_map'],
  ['its weight_map is empty', 'sen weight_map on tyhjä'],
  ['it names the file *', 'se viittaa tiedostoon *'],
  ['its header claims * bytes', 'sen otsake väittää olevansa * tavua'],
  ['it holds the tensor name *', 'siinä on tensorin nimi *'],
  ['* has no dtype', 'tensorilta * puuttuu dtype'],
  ['the shape of * is not one', 'tensorin * muoto ei kelpaa'],
  ['the data_offsets of * are not two', 'tensorilla * ei ole kahta data_offsets-arvoa'],
  // Conversations of other apps.
  ['it takes more than * bytes', 'sen koko ylittää * tavua'],
  ['a line ends within a text', 'rivi päättyy kesken tekstin'],
  ['the file ends within it', 'tiedosto päättyy sen kesken'],
  ['the file ends before its list does', 'tiedosto päättyy ennen kuin sen luettelo'],
  ['there is no list of conversations', 'keskustelujen luettelo puuttuu'],
  ['it is not JSON', 'se ei ole JSON-muotoa'],
  ['it is of no format that Sarvi knows', 'sen muoto on Sarvelle tuntematon'],
  ['it has more than * messages', 'siinä on yli * viestiä'],
  ['it has no messages', 'siinä ei ole viestejä'],
  ['the message id * comes twice', 'viestin tunnus * esiintyy kahdesti'],
  ['the message * is above itself', 'viesti * edeltää itseään'],
  ['the message * follows *, which is not there', 'viesti * seuraa viestiä *, jota ei ole'],
  ['the message * is followed by *, which is not there', 'viestiä * seuraa viesti *, jota ei ole'],
  ['the open message * is not there', 'avointa viestiä * ei ole'],
  ['a message has the role *', 'viestillä on rooli *, jota Sarvi ei tunne'],
  ['a message has no role', 'viestiltä puuttuu rooli'],
  ['a message has no text', 'viestissä ei ole tekstiä'],
  ['a line is of the kind *', 'rivin laji on *, jota Sarvi ei tunne'],
  ['and * more', 'ja * muuta'],
  ['a message is longer than * characters', 'viestin pituus ylittää * merkkiä'],
  ['message * has no version *', 'viestillä * ei ole versiota *'],
  ['its field * is * and cannot be used', 'sen kenttä * on *, eikä sitä voi käyttää'],
  // JSON before it is parsed.
  ['it nests deeper than *', 'sen sisäkkäisyys ylittää * tasoa'],
  ['it holds more than * values', 'siinä on yli * arvoa'],
  // Importance matrices.
  ['it holds no entries', 'siinä ei ole yhtään tietuetta'],
  ['* holds values that are no numbers', 'tensorilla * on arvoja, jotka eivät ole lukuja'],
  ['it lacks *', 'siitä puuttuu *'],
  ['it does not say what it was measured on', 'se ei kerro, millä aineistolla se on mitattu'],
  ['it ends within entry * of *', 'se katkeaa kesken tietueen * / *'],
  ['entry * of * claims * values', 'tietue * / * väittää sisältävänsä * arvoa'],
  ['the name of entry * of * takes * bytes', 'tietueen * / * nimi vie * tavua'],
  // LoRA adapters.
  ['it changes no matrix', 'se ei muuta yhtään matriisia'],
  ['* has only one of its two factors', 'matriisilla * on vain toinen kahdesta tekijästään'],
  ['the factors of * are * and *', 'matriisin * tekijät ovat * ja *'],
  ['the factors of * do not fit each other', 'matriisin * tekijät eivät sovi yhteen'],
  ['* has too large factors', 'matriisin * tekijät ovat liian suuret'],
  ['* has the rank *, and adapter_config.json says *', 'matriisin * aste on *, mutta adapter_config.json ilmoittaa *'],
  ['* is no rank', '* ei ole kelvollinen aste'],
  ['* is no positive number', '* ei ole positiivinen luku'],
  ['* is no object', '* ei ole olio'],
  ['it is no LoRA adapter', 'se ei ole LoRA-sovitin'],
  ['it states no alpha', 'siitä puuttuu alfa'],
  ['it waits for a text that calls it up', 'se odottaa tekstiä, joka kutsuu sen käyttöön'],
  ['it holds the tensor *', 'siinä on tensori *'],
  ['* lacks the other factor', 'tensorilta * puuttuu toinen tekijä'],
  // GGUF.
  ['it does not begin with GGUF', 'se ei ala tunnisteella GGUF'],
  ['it ends within its header', 'se katkeaa kesken otsakkeen'],
  ['it ends within *', 'se katkeaa kesken (*)'],
  ['its header exceeds * bytes', 'sen otsake ylittää * tavua'],
  ['it is cut short: * bytes expected, * found', 'se on katkennut: odotettu koko on * tavua, todellinen *'],
  ['its arrays claim more than * items', 'sen taulukot väittävät sisältävänsä yli * arvoa'],
  ['it holds no tensors', 'siinä ei ole yhtään tensoria'],
  ['the rows of * are * weights wide', 'tensorin * rivillä on * painoa'],
  ['it names no architecture', 'se ei kerro arkkitehtuuriaan'],
  ['the tensor * comes twice', 'tensori * esiintyy kahdesti'],
  ['the tensor * lies at *, not at *', 'tensori * on kohdassa *, ei kohdassa *'],
  ['the tensor * is of the unknown type *', 'tensorin * tyyppi * on tuntematon'],
  ['* comes twice', '* esiintyy kahdesti'],
  ['it claims * entries', 'se väittää sisältävänsä * kohtaa'],
  ['its alignment is *', 'sen kohdistus on *'],
  ['its architecture is *', 'sen arkkitehtuuri on *'],
  // Parts of a split GGUF file, and ways in.
  ['it is one part of *, and its name does not say which', 'se on yksi * osasta, eikä nimi kerro, mikä niistä'],
  ['it says that there are * parts, and its name *', 'sen mukaan osia on *, mutta nimen mukaan *'],
  ['it is part * of *', 'se on osa * / *'],
  ['it says that there are * tensors, and the parts have *', 'sen mukaan tensoreita on *, mutta osissa niitä on *'],
  ['another part has the tensor * too', 'myös toisessa osassa on tensori *'],
  ['only a GGUF file can be used in place', 'vain GGUF-tiedostoa voi käyttää paikallaan'],
  ['a file that is used in place keeps its type', 'paikallaan käytettävä tiedosto säilyttää tyyppinsä'],
  [
    'a file that keeps its type takes no importance matrix',
    'tyyppinsä säilyttävään tiedostoon ei voi käyttää tärkeysmatriisia',
  ],
];

const PATTERNS = REASONS.map(([english, finnish]) => ({ pattern: patternOf(english), finnish }));

/** The reason in Finnish, where it is known. */
export function finnishReason(reason: string): string {
  for (const { pattern, finnish } of PATTERNS) {
    const found = pattern.exec(reason);
    if (!found) continue;
    let index = 0;
    // A part may itself be a reason: "the engine ended while loading it: it ran out of memory".
    return finnish.replace(/\*/g, () => finnishReason(found[(index += 1)] ?? ''));
  }
  return reason;
}

function patternOf(english: string): RegExp {
  const parts = english.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.+?)')}$`, 's');
}
