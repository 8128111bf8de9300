/**
 * Half sentences for the `{reason}` of an error's sentence and for lists of what was left out. `{name}` stands for a
 * detail. One with a count has a form for one and a form for more, by its detail `count`.
 */
type Words = string | { readonly one: string; readonly other: string };
type Sentences = Readonly<Record<'en' | 'fi', Words>>;

const of = <const En extends Words>(en: En, fi: Words): { readonly en: En; readonly fi: Words } => ({ en, fi });

export const reasonSentences = {
  // The system and the disk.
  'read-only-disk': of('the disk can only be read', 'levyä voi vain lukea'),
  'not-a-folder': of('a part of the path is a file', 'jokin polun osa on tiedosto eikä kansio'),
  'is-a-folder': of('it is a folder', 'se on kansio'),
  'already-there': of('there is something with that name', 'samanniminen on jo olemassa'),
  'disk-error': of('the disk reported an error', 'levy ilmoitti virheestä'),
  'out-of-files': of('too many files are open', 'liian monta tiedostoa on auki'),
  'not-allowed': of('the system does not allow it', 'järjestelmä ei salli sitä'),
  'port-taken': of('another program uses it', 'toinen ohjelma käyttää sitä'),
  'copy-differs': of('the copy differs from the original', 'kopio poikkeaa alkuperäisestä'),
  'not-a-file': of('it is not a file', 'se ei ole tiedosto'),
  'cannot-be-read': of('it cannot be read', 'sitä ei voi lukea'),
  'size-is': of('it takes {bytes} bytes', 'sen koko on {bytes} tavua'),
  'larger-than': of('it takes more than {bytes} bytes', 'sen koko ylittää {bytes} tavua'),
  'changed-while-read': of('it changed while it was being read', 'se muuttui kesken lukemisen'),
  'became-shorter': of('it became shorter', 'se lyheni kesken lukemisen'),
  'reads-back-differently': of(
    'what was written reads back differently',
    'kirjoitettu tieto luettiin takaisin muuttuneena',
  ),
  'sarvi-is-closing': of('Sarvi is closing', 'Sarvi on sulkeutumassa'),

  // Files of the prompt library.
  'prompt-head-open': of(
    'the head that begins with --- has no end',
    'tiedoston alussa oleva, viivoilla --- alkava osa jää päättämättä',
  ),
  'prompt-line-unclear': of('the line does not say “name: value”', 'rivi ei ole muotoa ”nimi: arvo”'),
  'prompt-line-twice': of(
    '{name} is there twice, and the first is used',
    '{name} on kahdesti, ja ensimmäistä käytetään',
  ),
  'prompt-kind-unknown': of(
    'there is no kind of field “{kind}”; it becomes a line of text',
    'kenttätyyppiä ”{kind}” ei ole; kentästä tulee tekstirivi',
  ),
  'prompt-choices-missing': of(
    'a choice without choices becomes a line of text',
    'valinnassa ei ole vaihtoehtoja; siitä tulee tekstirivi',
  ),
  'prompt-field-unused': of('the text does not use the field {name}', 'kenttää {name} ei käytetä tekstissä'),
  'prompt-fields-too-many': of(
    'only the first {most} fields are asked for',
    'vain {most} ensimmäistä kenttää kysytään',
  ),
  'prompt-not-utf8': of('it is not text in UTF-8', 'se ei ole UTF-8-tekstiä'),
  'prompt-files-too-many': of('at most {most} files are taken at once', 'kerralla otetaan enintään {most} tiedostoa'),
  'prompt-is-a-link': of('it is a link to another place', 'se on linkki toiseen paikkaan'),
  'prompt-name-refused': of(
    'its name is not that of a Markdown file (.md)',
    'sen nimi ei ole Markdown-tiedoston nimi (.md)',
  ),

  // What was asked for.
  'unknown-call': of('there is no call {name}', 'kutsua {name} ei ole'),
  'bad-call': of('{name}: {fault}', '{name}: {fault}'),
  'comparison-is-a-chat': of(
    'this comparison is a conversation, and has no list of prompts',
    'tämä vertailu on keskustelu, eikä siinä ole kehotelistaa',
  ),
  'comparison-is-a-list': of(
    'this comparison is a list of prompts, and is answered in the background',
    'tämä vertailu on kehotelista, johon vastataan taustalla',
  ),
  'comparison-too-large': of('a comparison has room for {most} prompts', 'vertailuun mahtuu {most} kehotetta'),
  'unknown-page': of('there is no such page: {cursor}', 'sivua ei ole: {cursor}'),
  'empty-name': of('the name is empty', 'nimi on tyhjä'),
  'recipe-batch': of(
    'a batch of {batch} cannot be spread over {processes} processes with {each} rows each',
    'erän {batch} riviä ei voi jakaa tasan {processes} prosessille, jotka lukevat kukin {each} riviä kerralla',
  ),
  'recipe-kto-batch': of(
    'KTO needs at least two rows in each process',
    'KTO tarvitsee vähintään kaksi riviä kuhunkin prosessiin',
  ),
  'as-many-as-may-be': of('there are {most} already', 'niitä on jo {most}'),
  'too-many-values': of('it has too many values', 'siinä on liikaa arvoja'),
  'only-gguf-in-place': of('only a GGUF file can be used in place', 'vain GGUF-tiedostoa voi käyttää paikallaan'),
  'in-place-keeps-type': of(
    'a file that is used in place keeps its type',
    'paikallaan käytettävä tiedosto säilyttää tyyppinsä',
  ),
  'kept-type-takes-no-matrix': of(
    'a file that keeps its type takes no importance matrix',
    'tyyppinsä säilyttävään tiedostoon ei voi käyttää tärkeysmatriisia',
  ),
  'text-has-few-tokens': of(
    'it has {tokens} tokens, and {least} are the fewest',
    'siinä on {tokens} tokenia, ja vähintään {least} tarvitaan',
  ),
  'chunk-longer-than-trained': of(
    'chunks of {tokens} tokens are longer than the {limit} that the model was trained for',
    '{tokens} tokenin palat ovat pidempiä kuin ne {limit} tokenia, joille malli on koulutettu',
  ),
  'base-file-has-text': of(
    'a base file has its own text and takes the place of the other model',
    'vertailupohjalla on oma tekstinsä, ja se korvaa toisen mallin',
  ),
  'other-text': of(
    'the two results are of different texts or chunks',
    'tulokset on mitattu eri teksteillä tai eri paloilla',
  ),
  'no-text': of('no text is given', 'tekstiä ei ole annettu'),
  'no-base-file': of('it does not begin with _logits_', 'se ei ala tunnisteella _logits_'),
  'base-file-sizes': of(
    'it claims {chunks} chunks of {tokens} tokens and a vocabulary of {vocabulary}',
    'se ilmoittaa {chunks} palaa, palan kooksi {tokens} tokenia ja sanaston kooksi {vocabulary}',
  ),
  'base-file-token': of(
    'it has the token {token} in a vocabulary of {vocabulary}',
    'siinä on token {token}, vaikka sanaston koko on {vocabulary}',
  ),
  'base-file-vocabulary': of(
    'its vocabulary has {found} tokens, the model’s {expected}',
    'sen sanastossa on {found} tokenia, mallin sanastossa {expected}',
  ),
  'in-file': of('{path}: {fault}', '{path}: {fault}'),

  // A command that was called wrongly.
  'usage-no-command': of('a command is missing', 'komento puuttuu'),
  'usage-unknown-command': of('there is no command {name}', 'komentoa {name} ei ole'),
  'usage-not-understood': of('{fault}', '{fault}'),
  'usage-argument-missing': of('an argument is missing', 'argumentti puuttuu'),
  'usage-too-many': of('unexpected argument {word}', 'ylimääräinen argumentti {word}'),
  'usage-option-missing': of('{option} is missing', '{option} puuttuu'),
  'usage-takes-folder': of('{option} takes a folder', '{option} tarvitsee kansion'),
  'usage-takes-number': of(
    '{option} takes a number from {least} to {most}',
    '{option} tarvitsee luvun väliltä {least}–{most}',
  ),
  'usage-takes-whole': of(
    '{option} takes a whole number from {least} to {most}',
    '{option} tarvitsee kokonaisluvun väliltä {least}–{most}',
  ),
  'usage-takes-models': of(
    '--models takes from {least} to {most} ids of models, separated by commas',
    '--models ottaa {least}–{most} mallin tunnusta pilkuin erotettuina',
  ),
  'usage-no-prompts': of(
    '{path} has no prompt that can be used',
    'tiedostossa {path} ei ole käyttökelpoista kehotetta',
  ),
  'usage-takes-one-of': of('{option} takes one of {list}', '{option} tarvitsee jonkin näistä: {list}'),
  'usage-takes-day': of(
    '{option} takes a day as 2026-03-31, from 1970 on',
    '{option} tarvitsee päivän muodossa 2026-03-31, vuodesta 1970 alkaen',
  ),
  'usage-scale': of(
    'the scale of --adapter is a number from {least} to {most}',
    'sovittimen (--adapter) voimakkuus on luku väliltä {least}–{most}',
  ),
  'usage-only-one': of('give only one of {first} and {second}', 'anna vain toinen näistä: {first} tai {second}'),
  'usage-no-pdf': of(
    'a PDF is printed from the window: export it there, or take docx, odt or html here',
    'PDF tulostetaan ikkunasta: vie se siellä, tai valitse tässä docx, odt tai html',
  ),
  'usage-for-only': of('{option} is for {format} only', '{option} koskee vain muotoa {format}'),
  'usage-backup-or-newest': of('give a backup or --newest, not both', 'anna varmuuskopio tai --newest, ei molempia'),
  'usage-unreadable': of('{path} cannot be read: {fault}', 'tiedostoa {path} ei voi lukea: {fault}'),

  // A daily backup.
  'too-little-room': of('there is too little room', 'tilaa on liian vähän'),
  'folder-is-away': of('the folder is not there', 'kansiota ei ole'),
  'folder-not-writable': of('the folder may not be written to', 'kansioon ei saa kirjoittaa'),
  'history-itself-damaged': of('the history itself is damaged', 'itse historia on vioittunut'),

  // The engine's end.
  'out-of-memory': of('it ran out of memory', 'muisti loppui'),
  'ended-from-outside': of(
    'it was ended from outside, perhaps because memory ran out',
    'se lopetettiin ulkoa päin, ehkä muistin loputtua',
  ),
  'model-file-unreadable': of(
    'the model file changed or could not be read while in use',
    'mallitiedosto muuttui tai sitä ei voitu lukea kesken käytön',
  ),
  'illegal-memory-access': of('llama.cpp made an illegal memory access', 'llama.cpp viittasi kiellettyyn muistiin'),
  'missing-instruction': of(
    'this processor lacks an instruction that llama.cpp used',
    'suorittimesta puuttuu käsky, jota llama.cpp käytti',
  ),
  'llama-gave-up': of('llama.cpp gave up', 'llama.cpp luovutti'),
  'llama-gave-up-saying': of('llama.cpp gave up: {line}', 'llama.cpp luovutti: {line}'),
  'ended-by-signal': of('it was ended by the signal {signal}', 'se päättyi signaaliin {signal}'),
  'closed-by-itself': of('it closed by itself', 'se sulkeutui itsestään'),
  'ended-with-code': of(
    'it ended with code {exitCode} and gave no reason',
    'se päättyi koodiin {exitCode} kertomatta syytä',
  ),
  'ended-with-code-saying': of('it ended with code {exitCode}: {line}', 'se päättyi koodiin {exitCode}: {line}'),
  'ended-by-signal-saying': of('it was ended by the signal {signal}: {line}', 'se päättyi signaaliin {signal}: {line}'),
  'ended-while-loading': of('the engine ended while loading it: {cause}', 'moottori päättyi kesken avaamisen: {cause}'),
  'ended-while-rendering': of(
    'the engine ended while it ran: {cause}',
    'moottori päättyi kesken sen suorituksen: {cause}',
  ),
  'other-vocabulary': of('the draft model has another vocabulary', 'luonnosmallilla on toinen sanasto'),
  'template-at-fault': of('it has a fault: {detail}', 'siinä on virhe ({detail})'),
  'template-uses': of(
    'it uses {detail}, which Sarvi does not know',
    'siinä on Jinjan rakenne, jota Sarvi ei tunne ({detail})',
  ),
  'ran-too-long': of('it ran for more than {seconds} seconds', 'sen suoritus kesti yli {seconds} sekuntia'),
  'no-sign-of-life': of(
    'it gave no sign of life for {seconds} seconds',
    'siitä ei kuulunut mitään {seconds} sekuntiin',
  ),
  'no-answer-within': of('it did not answer in {seconds} seconds', 'se ei vastannut {seconds} sekunnissa'),
  'no-answer-in-time': of('it did not answer in time', 'se ei vastannut ajoissa'),
  'broke-the-protocol': of('it did not follow the protocol', 'se vastasi väärin'),
  'no-graphics-card': of(
    'there is no such graphics card, or no driver for it',
    'sellaista näytönohjainta ei ole, tai sen ajuri puuttuu',
  ),
  'cuda-package-missing': of(
    'the card is there, but the package for it is not installed',
    'näytönohjain löytyi, mutta sen pakettia ei ole asennettu',
  ),
  'cuda-for-another-version': of(
    'the package is for Sarvi {version}; update Sarvi first',
    'paketti on Sarven versiolle {version}; päivitä Sarvi ensin',
  ),
  'cuda-file-differs': of(
    'the file {file} of its package is not the one that Sarvi’s makers signed; remove the package and install it again',
    'sen paketin tiedosto {file} ei ole se, jonka Sarven tekijät allekirjoittivat; poista paketti ja asenna se uudelleen',
  ),
  'not-for-this-system': of('it is not for this system', 'se ei ole tätä järjestelmää varten'),

  // The conversion and its library.
  'no-answer': of('it gave no answer', 'se ei vastannut'),
  'no-worker-left': of('no worker thread is left', 'yhtään laskentasäiettä ei ole jäljellä'),
  'no-kernel-package': of('there is no package for {platform}', 'alustalle {platform} ei ole pakettia'),
  'other-block-layout': of('{path} lays out {type} differently', '{path} asettelee tyypin {type} toisin'),

  // Prompts that are given as they are.
  'prompt-without-tokens': of('the prompt has no tokens', 'kehotteessa ei ole yhtään tokenia'),
  'nothing-to-score': of('the answer is empty', 'vastaus on tyhjä'),
  'unknown-token': of('the model has no token {token}', 'mallilla ei ole tokenia {token}'),

  // Grammars and schemas of answers.
  'grammar-line': of('line {line}: {fault}', 'rivi {line}: {fault}'),
  'grammar-open': of('what begins with {sign} has no end', 'merkillä {sign} alkava kohta jää päättämättä'),
  'grammar-brackets': of('the brackets do not match', 'sulut eivät täsmää'),
  'grammar-without-root': of('there is no rule “root”', 'sääntöä ”root” ei ole'),
  'grammar-unknown-rule': of('there is no rule “{name}”', 'sääntöä ”{name}” ei ole'),
  'grammar-no-name': of('a rule does not begin with its name', 'sääntö ei ala nimellään'),
  'grammar-no-sign': of(
    '“::=” is missing after “{name}” (a rule continues on another line only in brackets or after |)',
    'nimen ”{name}” jäljestä puuttuu ”::=” (sääntö jatkuu toisella rivillä vain suluissa tai merkin | jälkeen)',
  ),
  'grammar-sign': of('{sign} does not belong there', 'merkki {sign} ei kuulu tähän'),
  'grammar-token': of(
    'a token is written <[1000]>, by its number',
    'token kirjoitetaan numerollaan, esimerkiksi <[1000]>',
  ),
  'grammar-escape': of(
    '\\ is followed by a sign that means nothing',
    'merkin \\ jäljessä on merkki, joka ei tarkoita mitään',
  ),
  'grammar-nothing-repeated': of(
    'there is nothing before {sign} to repeat',
    'merkin {sign} edessä ei ole toistettavaa',
  ),
  'grammar-repeats-too-often': of(
    'a repetition stands for {most} rules or more',
    'toisto vastaa vähintään {most} sääntöä',
  ),
  'grammar-crossed-counts': of(
    'a repetition has a least count above its greatest',
    'toiston pienin määrä on suurempi kuin sen suurin',
  ),
  'grammar-left-recursion': of('the rule “{name}” may begin with itself', 'sääntö ”{name}” voi alkaa itsestään'),
  'grammar-says-nothing': of('nothing but an empty answer is allowed', 'säännöt sallivat vain tyhjän vastauksen'),
  'schema-count-too-large': of(
    'the schema at {place} has the {name} {value}, and counts above {most} cannot be kept',
    'skeeman kohdassa {place} on {name} {value}, ja yli {most} menevää määrää ei voida taata',
  ),
  'schema-not-json': of('the schema is not JSON', 'skeema ei ole JSON-muotoa'),
  'schema-unkept': of(
    'the schema at {place} says {keyword}, which cannot be kept',
    'skeeman kohdassa {place} on {keyword}, jota ei voida taata',
  ),
  'schema-without-type': of(
    'the schema at {place} has no type that is known',
    'skeeman kohdassa {place} ei ole tunnettua tyyppiä',
  ),
  'schema-not-object': of('the schema at {place} is not an object', 'skeeman kohta {place} ei ole olio'),
  'schema-not-list': of('the schema at {place} is not a list', 'skeeman kohta {place} ei ole luettelo'),
  'schema-inner-definitions': of(
    'the schema at {place} has $defs, which belong to the root',
    'skeeman kohdassa {place} on $defs, joka kuuluu juureen',
  ),
  'schema-unknown-reference': of(
    'the schema at {place} refers to nothing in $defs',
    'skeeman kohta {place} viittaa johonkin, mitä $defs ei sisällä',
  ),
  'schema-unlisted-property': of(
    'the schema at {place} requires a property that it does not list',
    'skeeman kohta {place} vaatii kentän, jota se ei luettele',
  ),
  'schema-too-deep': of(
    'the schema at {place} nests deeper than {most}',
    'skeeman kohta {place} on sisäkkäin yli {most} tasoa',
  ),
  'schema-format': of(
    'the schema at {place} has the format {format}',
    'skeeman kohdassa {place} on muoto {format}, jota ei voida taata',
  ),
  'schema-format-and-length': of(
    'the schema at {place} has a format and a length',
    'skeeman kohdassa {place} on sekä muoto että pituus',
  ),
  'schema-mixed-types': of(
    'the schema at {place} mixes objects or lists with others',
    'skeeman kohta {place} sekoittaa olioita tai luetteloita muihin tyyppeihin',
  ),
  'schema-bad-bound': of(
    'the schema at {place} has the {name} {value}',
    'skeeman kohdassa {place} on {name} {value}, joka ei kelpaa',
  ),
  'schema-crossed-bounds': of(
    'the schema at {place} has a {least} above its {most}',
    'skeeman kohdassa {place} {least} on suurempi kuin {most}',
  ),
  'schema-value-not-plain': of(
    'the schema at {place} lists an object or a list as a value',
    'skeeman kohta {place} luettelee arvona olion tai luettelon',
  ),
  'grew-without-end': of('it grew without an end', 'se kasvoi loputtomasti'),

  // Answers that are to continue.
  'came-to-its-end': of('the model ended it', 'malli lopetti sen itse'),
  'says-nothing-yet': of('it says nothing yet', 'siinä ei ole vielä tekstiä'),
  'messages-follow': of('messages follow it', 'sitä seuraa jo viestejä'),
  'follows-a-grammar': of('it follows a grammar', 'se noudattaa rakennesääntöjä'),
  'still-being-written': of('it is still being written', 'sitä kirjoitetaan vielä'),

  // Attachments.
  'asks-for-password': of('it asks for a password', 'se on suojattu salasanalla'),
  'unpacks-too-far': of('it unpacks to far more than its size', 'se purkautuu moninkertaiseksi kokoonsa nähden'),
  'not-a-whole-pdf': of('it is not a whole PDF', 'se ei ole ehjä PDF'),
  'zip-damaged': of('the ZIP archive that it is made of is damaged', 'ZIP-paketti, josta se koostuu, on vioittunut'),
  'zip-too-many': of('it has more than {most} files inside', 'sen sisällä on yli {most} tiedostoa'),
  'zip-overlaps': of(
    'files inside it share their bytes, as in files made to harm',
    'sen sisällä olevat tiedostot ovat päällekkäin, kuten haitallisissa tiedostoissa',
  ),
  'zip-outside': of(
    'the name {name} inside it points to another folder',
    'sen sisällä oleva nimi {name} osoittaa toiseen kansioon',
  ),
  'part-missing': of('the part {part} is missing', 'siitä puuttuu osa {part}'),
  'part-damaged': of('the part {part} is damaged', 'sen osa {part} on vioittunut'),
  'part-larger-than-claimed': of(
    'the part {part} is larger than it claims to be',
    'sen osa {part} on suurempi kuin se ilmoittaa',
  ),
  'xml-declares': of(
    'it has declarations of its own in XML, as files made to harm have',
    'siinä on omia XML-määrittelyjä, kuten haitallisissa tiedostoissa',
  ),
  'document-too-deep': of('it nests deeper than {most}', 'sen sisäkkäisyys ylittää {most} tasoa'),
  'document-too-many': of('it has more than {most} parts of text', 'siinä on yli {most} tekstin osaa'),
  'has-drm': of('the book is locked against copying (DRM)', 'kirja on kopiosuojattu (DRM)'),
  'is-spreadsheet': of(
    'it is a spreadsheet, which Sarvi does not read; save the sheet as .csv first',
    'se on laskentataulukko, jota Sarvi ei lue; tallenna taulukko ensin .csv-muotoon',
  ),
  'is-presentation': of(
    'it is a presentation, which Sarvi does not read; save it as PDF first',
    'se on diaesitys, jota Sarvi ei lue; tallenna se ensin PDF-muotoon',
  ),
  'is-drawing': of(
    'it is a drawing, which Sarvi does not read; save it as PDF first',
    'se on piirros, jota Sarvi ei lue; tallenna se ensin PDF-muotoon',
  ),
  'old-word': of(
    'it is an old Word file (.doc); save it as .docx first',
    'se on vanha Word-tiedosto (.doc); tallenna se ensin .docx-muotoon',
  ),
  'hidden-file': of('it is hidden', 'se on piilotettu'),
  'more-files-than-taken': of('{most} files are taken at once', 'kerralla otetaan {most} tiedostoa'),
  'folder-too-large': of(
    'it and what follows was not looked at, because the folder has more than {most} files',
    'sitä ja sen jälkeisiä ei katsottu, koska kansiossa on yli {most} tiedostoa',
  ),
  'rtf-damaged': of('it is not a whole RTF file', 'se ei ole ehjä RTF-tiedosto'),
  'reading-took-too-long': of(
    'reading it took more than {seconds} seconds',
    'sen lukeminen kesti yli {seconds} sekuntia',
  ),

  // JSON before it is parsed, and what is read from it.
  'json-too-deep': of('it nests deeper than {most}', 'sen sisäkkäisyys ylittää {most} tasoa'),
  'json-too-many-values': of('it has more than {most} values', 'siinä on yli {most} arvoa'),
  'key-twice': of('the key {key} comes twice', 'avain {key} esiintyy kahdesti'),
  'not-json': of('it is not JSON', 'se ei ole JSON-muotoa'),
  'not-a-json-object': of('it is not a JSON object', 'se ei ole JSON-olio'),
  'not-an-object': of('{name} is not an object', '{name} ei ole olio'),

  // config.json.
  'field-missing': of('{field} is missing', '{field} puuttuu'),
  'field-is': of('{field} is {value}', 'kentän {field} arvo on {value}'),
  'field-not-whole': of(
    '{field} is {value}, not a whole number from {least} to {most}',
    'kentän {field} arvo on {value}, vaikka sen pitäisi olla kokonaisluku väliltä {least}–{most}',
  ),
  'heads-do-not-divide': of(
    '{heads} attention heads do not divide among {keyValueHeads} key-value heads',
    '{heads} huomiopäätä ei jakaudu tasan {keyValueHeads} KV-päälle',
  ),
  'width-does-not-divide': of(
    'hidden_size {width} does not divide into {heads} heads',
    'hidden_size {width} ei jakaudu tasan {heads} päähän',
  ),
  'head-width-odd': of('head_dim is {width}, an odd number', 'head_dim on {width}, pariton luku'),
  'heads-too-wide': of('{heads} heads of {width} are too wide', '{heads} päätä, joiden leveys on {width}, on liikaa'),

  'layers-of-experts': of(
    'each of its layers chooses among several experts',
    'sen jokainen kerros valitsee useista asiantuntijoista',
  ),
  'layers-of-bloom': of(
    'it is built as Bloom is, like the older Poro 34B and the Finnish GPT-3 models; the newer Poro 2 is a Llama model',
    'se on rakennettu kuten Bloom, niin kuin vanhempi Poro 34B ja suomenkieliset GPT-3-mallit; uudempi Poro 2 on Llama-malli',
  ),
  'more-than-text': of('it reads more than text', 'se lukee muutakin kuin tekstiä'),

  // The tokenizer.
  'tokenizer-error': of('it failed with “{line}”', 'kokeilu päättyi virheeseen ”{line}”'),
  'token-around-missing': of(
    'it puts a token before or after each text that it does not have',
    'se lisää tekstien alkuun tai loppuun tokenin, jota siinä ei ole',
  ),
  'no-tokenizer-model': of('it has no model', 'siitä puuttuu model'),
  'no-vocabulary': of('it has no vocabulary', 'siitä puuttuu sanasto'),
  'no-merges': of('it has no merges', 'siitä puuttuvat yhdistämissäännöt'),
  'merge-is': of('a merge is {merge}', 'yhdistämissääntö on {merge}'),
  'added-tokens-no-list': of('added_tokens is not a list', 'added_tokens ei ole luettelo'),
  'added-token-incomplete': of(
    'an entry of added_tokens has no id or content',
    'jostakin added_tokens-kohdasta puuttuu id tai content',
  ),
  'token-id-is': of('the token {token} has the id {tokenId}', 'tokenin {token} numero on {tokenId}'),
  'token-id-too-large': of(
    'the token {token} has the id {tokenId}, but the model has {size} tokens',
    'tokenin {token} numero on {tokenId}, mutta mallissa on {size} tokenia',
  ),
  'tokens-share-id': of(
    'the tokens {first} and {second} share the id {tokenId}',
    'tokeneilla {first} ja {second} on sama numero {tokenId}',
  ),
  'no-sentencepiece-model': of('it is no SentencePiece model', 'se ei ole SentencePiece-malli'),
  'too-many-pieces': of(
    'it has more than the {size} tokens of the model',
    'siinä on enemmän kuin mallin {size} tokenia',
  ),
  'unknown-pieces': of(
    'it has {found} tokens for what is unknown, and not one',
    'siinä on {found} tokenia tuntemattomalle, ei yhtä',
  ),
  'piece-too-long': of(
    'the token {tokenId} takes {bytes} bytes, more than {most}',
    'token {tokenId} vie {bytes} tavua, enemmän kuin {most}',
  ),
  'piece-not-utf8': of('the token {tokenId} is no text', 'token {tokenId} ei ole tekstiä'),
  'piece-empty': of('the token {tokenId} is empty', 'token {tokenId} on tyhjä'),
  'piece-score-is': of('the token {tokenId} has the score {score}', 'tokenin {tokenId} pistemäärä on {score}'),
  'piece-kind-is': of('the token {tokenId} is of the kind {kind}', 'tokenin {tokenId} laji on {kind}'),
  'tokens-share-text': of(
    'the tokens {first} and {second} have one text, {token}',
    'tokeneilla {first} ja {second} on sama teksti {token}',
  ),
  'byte-token-missing': of('it has no token for the byte {token}', 'siitä puuttuu tavun {token} token'),
  'byte-token-is': of(
    'the token {tokenId} stands for a byte, but is {token}',
    'token {tokenId} tarkoittaa tavua, mutta on {token}',
  ),

  // What to know of a model that can be imported.
  'normalizer-left-out': of(
    'texts are not rewritten first as the model’s own tokenizer does it ({name}), so that rare characters may become other tokens',
    'tekstejä ei muunneta ensin niin kuin mallin oma tokenisoija tekee ({name}), joten harvinaiset merkit voivat muuttua eri tokeneiksi',
  ),
  'blanks-not-trimmed': of(
    'several spaces in a row stay as they are, although the model’s own tokenizer makes one of them',
    'peräkkäiset välilyönnit säilyvät, vaikka mallin oma tokenisoija tekee niistä yhden',
  ),
  'sliding-window-not-used': of(
    'the model was trained to look back {tokens} tokens, but in llama.cpp it looks at the whole conversation; in long ones its answers may become worse',
    'malli on koulutettu katsomaan {tokens} tokenia taaksepäin, mutta llama.cpp:ssä se katsoo koko keskustelua; pitkissä keskusteluissa vastaukset voivat heikentyä',
  ),
  'dynamic-rope-not-used': of(
    'llama.cpp has no dynamic RoPE scaling, so that the model is at its best within {tokens} tokens',
    'llama.cpp ei tunne dynaamista RoPE-skaalausta, joten malli toimii parhaiten {tokens} tokenin sisällä',
  ),
  'scores-by-rank': of(
    'the model’s files give no scores of tokens, so that they follow from the order of merges, and not as in llama.cpp’s converter',
    'mallin tiedostoissa ei ole tokenien pistemääriä, joten ne johdetaan yhdistämisjärjestyksestä eikä niin kuin llama.cpp:n muunnin ne antaa',
  ),

  // Shards and their index.
  'no-weight-map': of('it has no weight_map', 'siitä puuttuu weight_map'),
  'empty-weight-map': of('its weight_map is empty', 'sen weight_map on tyhjä'),
  'names-the-file': of('it names the file {file}', 'se viittaa tiedostoon {file}'),
  'tensor-in-two-files': of('the tensor {tensor} is in two files', 'tensori {tensor} on kahdessa tiedostossa'),
  'index-omits-tensor': of(
    'it does not list {tensor} in {shard}, where it is',
    'se ei luettele tensoria {tensor} tiedostossa {shard}, jossa tensori on',
  ),
  'index-misplaces-tensor': of(
    'it lists {tensor} in {shard}, where it is missing',
    'se luettelee tensorin {tensor} tiedostossa {shard}, josta tensori puuttuu',
  ),
  'header-claims': of('its header claims {bytes} bytes', 'sen otsake väittää olevansa {bytes} tavua'),
  'odd-tensor-name': of('it has the tensor name {name}', 'siinä on tensorin nimi {name}'),
  'no-dtype': of('{tensor} has no dtype', 'tensorilta {tensor} puuttuu dtype'),
  'bad-shape': of('the shape of {tensor} is not one', 'tensorin {tensor} muoto ei kelpaa'),
  'bad-offsets': of('the data_offsets of {tensor} are not two', 'tensorilla {tensor} ei ole kahta data_offsets-arvoa'),

  // Importance matrices.
  'no-entries': of('it has no entries', 'siinä ei ole yhtään tietuetta'),
  'not-numbers': of(
    '{tensor} has values that are not numbers',
    'tensorilla {tensor} on arvoja, jotka eivät ole lukuja',
  ),
  lacks: of('it lacks {name}', 'siitä puuttuu {name}'),
  'not-f32': of('{tensor} is {type}, not F32', 'tensorin {tensor} tyyppi on {type} eikä F32'),
  'dataset-unknown': of('it does not say what it was measured on', 'se ei kerro, millä aineistolla se on mitattu'),
  'claims-entries': of('it claims {count} entries', 'se väittää sisältävänsä {count} tietuetta'),
  'ends-within-count': of('it ends within the number of entries', 'se katkeaa kesken tietueiden määrän'),
  'ends-within-entry': of('it ends within entry {number} of {total}', 'se katkeaa kesken tietueen {number}/{total}'),
  'ends-within-footer': of('it ends within what follows the entries', 'se katkeaa tietueiden jälkeen'),
  'entry-claims': of(
    'entry {number} of {total} claims {count} values',
    'tietue {number}/{total} väittää sisältävänsä {count} arvoa',
  ),
  'entry-name-takes': of(
    'the name of entry {number} of {total} takes {bytes} bytes',
    'tietueen {number}/{total} nimi vie {bytes} tavua',
  ),

  // LoRA adapters.
  'changes-no-matrix': of('it changes no matrix', 'se ei muuta yhtään matriisia'),
  'matrix-twice': of('{matrix} comes twice', '{matrix} esiintyy kahdesti'),
  'one-factor-only': of(
    '{matrix} has only one of its two factors',
    'matriisilla {matrix} on vain toinen kahdesta tekijästään',
  ),
  'factors-are': of('the factors of {matrix} are {down} and {up}', 'matriisin {matrix} tekijät ovat {down} ja {up}'),
  'factors-do-not-fit': of(
    'the factors of {matrix} do not fit each other',
    'matriisin {matrix} tekijät eivät sovi yhteen',
  ),
  'factors-too-large': of('{matrix} has too large factors', 'matriisin {matrix} tekijät ovat liian suuret'),
  'rank-differs': of(
    '{matrix} has the rank {rank}, and adapter_config.json says {expected}',
    'matriisin {matrix} aste on {rank}, mutta adapter_config.json ilmoittaa {expected}',
  ),
  'not-a-rank': of('{field} is not a rank', '{field} ei ole kelvollinen aste'),
  'not-positive': of('{field} is not a positive number', '{field} ei ole positiivinen luku'),
  'not-a-lora': of('it is not a LoRA adapter', 'se ei ole LoRA-sovitin'),
  'no-alpha': of('it states no alpha', 'siitä puuttuu alfa'),
  'waits-for-text': of('it waits for a text that calls it up', 'se odottaa tekstiä, joka kutsuu sen käyttöön'),
  'has-tensor': of('it has the tensor {tensor}', 'siinä on tensori {tensor}'),
  'tensor-is-type': of('{tensor} is {type}', 'tensorin {tensor} tyyppi on {type}'),
  'lacks-other-factor': of('{tensor} lacks the other factor', 'tensorilta {tensor} puuttuu toinen tekijä'),

  // GGUF.
  'not-gguf': of('it does not begin with GGUF', 'se ei ala tunnisteella GGUF'),
  'ends-within-header': of('it ends within its header', 'se katkeaa kesken otsakkeen'),
  'header-exceeds': of('its header exceeds {bytes} bytes', 'sen otsake ylittää {bytes} tavua'),
  'cut-short': of(
    'it is cut short: {expected} bytes expected, {found} found',
    'se on katkennut: odotettu koko on {expected} tavua, todellinen {found}',
  ),
  'claims-too-much': of(
    'it claims {count} {what}, more than it can hold',
    'se väittää sisältävänsä enemmän kuin siihen mahtuu ({what}: {count})',
  ),
  'of-tensors': of('tensors', 'tensorit'),
  'of-metadata-keys': of('metadata keys', 'metatietojen avaimet'),
  'of-array-items': of('array items', 'taulukon arvot'),
  'of-bytes': of('bytes of {what}', 'tavut, {what}'),
  'a-string': of('a string', 'merkkijono'),
  'a-key': of('a key', 'avain'),
  'a-tensor-name': of('a tensor name', 'tensorin nimi'),
  'text-too-long': of('{what} takes {bytes} bytes', 'nimi on liian pitkä, {bytes} tavua ({what})'),
  'odd-name': of('{what} is {name}', 'nimi ei kelpaa ({what}: {name})'),
  'unknown-value-type': of(
    'it has a value of the unknown type {type}',
    'siinä on arvo, jonka tyyppi {type} on tuntematon',
  ),
  'arrays-claim': of('its arrays claim more than {most} items', 'sen taulukot väittävät sisältävänsä yli {most} arvoa'),
  'too-many-entries': of('it claims too many entries', 'se väittää sisältävänsä liian monta kohtaa'),
  'alignment-is': of('its alignment is {alignment}', 'sen kohdistus on {alignment}'),
  'tensor-twice': of('the tensor {tensor} comes twice', 'tensori {tensor} esiintyy kahdesti'),
  'tensor-dimensions': of(
    'the tensor {tensor} has {dimensions} dimensions',
    'tensorilla {tensor} on {dimensions} ulottuvuutta',
  ),
  'tensor-shape': of('the tensor {tensor} has the shape {shape}', 'tensorin {tensor} muoto on {shape}'),
  'tensor-unknown-type': of(
    'the tensor {tensor} is of the unknown type {type}',
    'tensorin {tensor} tyyppi {type} on tuntematon',
  ),
  'rows-do-not-divide': of(
    'the rows of {tensor} do not divide into {type} blocks',
    'tensorin {tensor} rivit eivät jakaudu tasan {type}-lohkoihin',
  ),
  'rows-are-wide': of('the rows of {tensor} are {count} weights wide', 'tensorin {tensor} rivillä on {count} painoa'),
  'tensor-misplaced': of(
    'the tensor {tensor} is at {found}, not at {expected}',
    'tensori {tensor} on kohdassa {found}, ei kohdassa {expected}',
  ),
  'no-tensors': of('it has no tensors', 'siinä ei ole yhtään tensoria'),
  'no-architecture': of('it names no architecture', 'se ei kerro arkkitehtuuriaan'),
  'architecture-is': of('its architecture is {architecture}', 'sen arkkitehtuuri on {architecture}'),
  'context-length-is': of('its context length is {tokens}', 'sen kontekstin pituus on {tokens}'),
  'head-width-is': of('its heads are {width} wide', 'sen päiden leveys on {width}'),
  'one-part-unnamed': of(
    'it is one part of {total}, and its name does not say which',
    'se on yksi {total} osasta, eikä nimi kerro, mikä niistä',
  ),
  'part-count-differs': of(
    'it says that there are {total} parts, and its name {named}',
    'sen mukaan osia on {total}, mutta nimen mukaan {named}',
  ),
  'part-is': of('it is part {number} of {total}', 'se on osa {number}/{total}'),
  'tensor-count-differs': of(
    'it says that there are {expected} tensors, and the parts have {found}',
    'sen mukaan tensoreita on {expected}, mutta osissa niitä on {found}',
  ),
  'tensor-in-another-part': of('another part has the tensor {tensor} too', 'myös toisessa osassa on tensori {tensor}'),

  // The history and its backups.
  'foreign-database': of('the file belongs to another program', 'tiedosto kuuluu toiselle ohjelmalle'),
  'database-gone': of('the database is missing, its log is there', 'tietokanta puuttuu, vaikka sen loki on tallella'),
  'no-history': of('there is no history in it', 'siinä ei ole historiaa'),
  'no-database': of('it is no database', 'se ei ole tietokanta'),
  'database-cut-short': of('it is no whole database', 'tietokanta on katkennut'),
  'copied-while-open': of('it was copied while it was open', 'se on kopioitu kesken käytön'),
  'log-beside': of('a log of unfinished changes is beside it', 'sen vieressä on loki keskeneräisistä muutoksista'),
  'other-page-size': of('its pages have another size', 'sen sivut ovat väärän kokoisia'),
  'not-utf8': of('its text is not in UTF-8', 'sen teksti ei ole UTF-8-muotoa'),
  'schema-damaged': of('its schema is damaged', 'sen rakenne on vioittunut'),
  'schema-too-large': of('its schema is larger than one of Sarvi’s', 'sen rakenne on suurempi kuin Sarven tekemä'),
  'read-too-long': of('reading it took too long', 'sen lukeminen kesti liian kauan'),
  'text-too-long-in': of('a text in {table} is too long', 'jokin teksti taulussa {table} on liian pitkä'),
  'object-not-own': of('the {type} {name} is not one of Sarvi’s', '{name} ({type}) ei ole Sarven tekemä'),
  'object-differs': of(
    'the {type} {name} is not as Sarvi makes it',
    '{name} ({type}) ei ole sellainen kuin Sarvi sen tekee',
  ),
  'object-missing': of('the {type} {name} is missing', '{name} ({type}) puuttuu'),
  'copy-damaged': of('the copy is damaged: {fault}', 'kopio on vioittunut: {fault}'),
  'copied-in-part': of(
    '{copied} of {total} rows of {table} were copied',
    'taulun {table} riveistä kopioitui {copied}/{total}',
  ),
  'broken-reference': of('a reference is broken', 'jokin viittaus on rikki'),
  'row-refers-to-nothing': of(
    'row {row} of {table} refers to no row of {parent}',
    'rivi {row} taulussa {table} viittaa tauluun {parent}, jossa kohdetta ei ole',
  ),
  'open-version-elsewhere': of(
    'the open version of the conversation {conversation} ends elsewhere',
    'keskustelun {conversation} avoin versio päättyy toiseen keskusteluun',
  ),
  'no-first-message': of(
    'the conversation {conversation} has no first message',
    'keskustelulta {conversation} puuttuu ensimmäinen viesti',
  ),
  'messages-not-indexed': of(
    { one: '{count} message is not in the search index', other: '{count} messages are not in the search index' },
    { one: '{count} viesti puuttuu hakuindeksistä', other: '{count} viestiä puuttuu hakuindeksistä' },
  ),
  'titles-not-indexed': of(
    { one: '{count} title is not in the search index', other: '{count} titles are not in the search index' },
    { one: '{count} otsikko puuttuu hakuindeksistä', other: '{count} otsikkoa puuttuu hakuindeksistä' },
  ),
  'entries-without-message': of(
    {
      one: '{count} entry of the search index belongs to no message',
      other: '{count} entries of the search index belong to no message',
    },
    {
      one: '{count} hakuindeksin kohta ei kuulu millekään viestille',
      other: '{count} hakuindeksin kohtaa ei kuulu millekään viestille',
    },
  ),
  'not-found-by-words': of(
    'the message {message} is not found by its words',
    'viesti {message} ei löydy omilla sanoillaan',
  ),
  'other-node-api': of(
    'Node {version} has Node-API {found}, {expected} is needed',
    'Node {version} tukee Node-API:n versiota {found}, mutta tarvitaan {expected}',
  ),
  'thread-ended': of(
    'the thread of the history ended with code {exitCode}',
    'historian säie päättyi koodiin {exitCode}',
  ),

  // Conversations of other apps.
  'line-ends-in-text': of('a line ends within a text', 'rivi päättyy kesken tekstin'),
  'file-ends-in-it': of('the file ends within it', 'tiedosto päättyy sen kesken'),
  'file-ends-in-list': of('the file ends before its list does', 'tiedosto päättyy ennen kuin sen luettelo'),
  'no-list': of('there is no list of conversations', 'keskustelujen luettelo puuttuu'),
  'unknown-format': of('it is of no format that Sarvi knows', 'sen muoto on Sarvelle tuntematon'),
  'too-many-messages': of('it has more than {most} messages', 'siinä on yli {most} viestiä'),
  'no-messages': of('it has no messages', 'siinä ei ole viestejä'),
  empty: of('it is empty', 'se on tyhjä'),
  'no-conversations': of('there are no conversations in it', 'siinä ei ole keskusteluja'),
  'not-conversations': of('it is not a file of conversations', 'se ei ole keskustelutiedosto'),
  'folder-too-deep': of('the folder is too deep', 'kansio on liian syvällä'),
  'more-files-than': of('there are more than {most} files', 'tiedostoja on yli {most}'),
  'archive-too-many-files': of('it has more than {most} files', 'siinä on yli {most} tiedostoa'),
  'name-too-long': of('its name is longer than {most} characters', 'sen nimi on yli {most} merkkiä pitkä'),
  'unknown-packing': of('it is packed in a way that is not known', 'sen pakkaustapa on tuntematon'),
  'unpacks-to-more': of(
    'it unpacks to more than {times} times its size',
    'se on purettuna yli {times} kertaa kokoisensa',
  ),
  'wrong-checksum': of('its checksum is not right', 'sen tarkistussumma ei täsmää'),
  'archive-damaged': of('the archive is damaged ({fault})', 'paketti on vioittunut ({fault})'),
  'message-id-twice': of('the message id {message} comes twice', 'viestin tunnus {message} esiintyy kahdesti'),
  'message-above-itself': of('the message {message} is above itself', 'viesti {message} edeltää itseään'),
  'message-follows-nothing': of(
    'the message {message} follows {parent}, which is not there',
    'viesti {message} seuraa viestiä {parent}, jota ei ole',
  ),
  'message-followed-by-nothing': of(
    'the message {message} is followed by {child}, which is not there',
    'viestiä {message} seuraa viesti {child}, jota ei ole',
  ),
  'open-message-missing': of('the open message {message} is not there', 'avointa viestiä {message} ei ole'),
  'message-role': of('a message has the role {role}', 'viestillä on rooli {role}, jota Sarvi ei tunne'),
  'message-without-role': of('a message has no role', 'viestiltä puuttuu rooli'),
  'message-without-text': of('a message has no text', 'viestissä ei ole tekstiä'),
  'line-kind': of('a line is of the kind {kind}', 'rivin laji on {kind}, jota Sarvi ei tunne'),
  'and-more': of('and {count} more', 'ja {count} muuta'),
  'too-many-tags': of('it has more than {most} tags', 'siinä on yli {most} tunnistetta'),
  'tags-full': of('there are {most} tags already', 'tunnisteita on jo {most}'),
  'folders-full': of('there are {most} folders already', 'kansioita on jo {most}'),
  'system-prompt-too-long': of(
    'its system prompt is longer than {most} characters',
    'sen järjestelmäkehote on yli {most} merkkiä pitkä',
  ),
  'message-too-long': of('a message is longer than {most} characters', 'viestin pituus ylittää {most} merkkiä'),
  'no-such-version': of('message {number} has no version {version}', 'viestillä {number} ei ole versiota {version}'),
  'field-unusable': of(
    'its field {field} is {value} and cannot be used',
    'sen kenttä {field} on {value}, eikä sitä voi käyttää',
  ),

  // Lines of a prompt file.
  'prompt-not-json': of('it is not a JSON object', 'se ei ole JSON-olio'),
  'prompt-missing': of('it has no prompt, messages or turns', 'siinä ei ole kenttää prompt, messages tai turns'),
  'prompt-not-text': of('its {field} is not text', 'sen kenttä {field} ei ole tekstiä'),
  'prompt-other-role': of('a message has the role {role}', 'viestillä on rooli {role}, jota Sarvi ei tunne'),
  'prompt-empty': of('the prompt is empty', 'kehote on tyhjä'),
  'prompt-many-turns': of('it has more than {most} turns', 'siinä on yli {most} vuoroa'),
  'prompt-too-long': of('the prompt is too long', 'kehote on liian pitkä'),
  'prompts-too-many': of(
    'a comparison has at most {most} prompts, so the rest is left out',
    'vertailussa on enintään {most} kehotetta, joten loput jäävät pois',
  ),
  'prompts-no-column': of('no column is named prompt', 'minkään sarakkeen nimi ei ole prompt'),
  'prompts-open-quote': of(
    'a quotation mark has no pair, so the rest is left out',
    'lainausmerkiltä puuttuu pari, joten loput jäävät pois',
  ),

  // Rows of IFEval.
  'row-not-json': of('it is not JSON', 'se ei ole JSONia'),
  'row-not-object': of('it is {found}, not an object', 'se on {found} eikä olio'),
  'row-damaged': of('line {line}: {fault}', 'rivi {line}: {fault}'),
  'premise-changed': of('{what} was {expected} and is {found} now', '{what} oli {expected} ja on nyt {found}'),
  'premise-child': of('the file of the trained model', 'koulutetun mallin tiedosto'),
  'premise-parent': of('the file of the parent model', 'lähtömallin tiedosto'),
  'parent-is-below': of('{name} comes from this model itself', '{name} on itse koulutettu tästä mallista'),
  'held-out-no-file': of('it has no file {file}', 'siinä ei ole tiedostoa {file}'),
  'held-out-empty': of('no row is kept for testing', 'yhtään riviä ei ole jätetty testaamiseen'),
  'held-out-columns': of(
    'its columns are {columns}, and those of TRL’s conversational forms are expected: prompt, chosen and rejected; prompt, completion and label; or messages',
    'sen sarakkeet ovat {columns}, vaikka niiden pitäisi olla TRL:n keskustelumuotojen: prompt, chosen ja rejected; prompt, completion ja label; tai messages',
  ),
  'premise-model': of('the model file', 'mallitiedosto'),
  'premise-template': of('the chat template', 'keskustelupohja'),
  'premise-adapters': of('the adapters', 'sovittimet'),
  'premise-cache': of('the type of the KV cache', 'välimuistin tyyppi'),
  'premise-judge': of('the model file of the judge', 'arvioijan mallitiedosto'),
  'premise-rules': of('the version of the rules', 'sääntöjen versio'),
  'premise-backend': of('the backend', 'laskentalaite'),
  'premise-engine': of('the version of llama.cpp', 'llama.cpp:n versio'),
  'premise-window': of('the context window', 'konteksti-ikkuna'),
  'row-none': of('it has no rows', 'siinä ei ole rivejä'),
  'row-too-many': of('it has more than {most} rows', 'siinä on yli {most} riviä'),
  'row-key-again': of('another row has the key {key}', 'toisella rivillä on sama key, {key}'),
  'parquet-fault': of('it cannot be read as Parquet ({fault})', 'sitä ei voi lukea Parquet-tiedostona ({fault})'),
  'row-too-long': of('it is too long', 'se on liian pitkä'),
  'row-field': of('its field {field} is {found}', 'sen kentän {field} arvo on {found}'),
  'row-lengths': of(
    'it has {instructions} instructions and {kwargs} kwargs',
    'siinä on {instructions} ohjetta mutta {kwargs} kwargs-oliota',
  ),
  'column-missing': of('it has no column {name}', 'siinä ei ole saraketta {name}'),
  'line-not-numbers': of(
    'line {line} does not have the numbers that it should',
    'rivillä {line} ei ole niitä lukuja, jotka siinä pitäisi olla',
  ),
  'baseline-missing': of('the baseline has no answer to it', 'vertailukohdalla ei ole siihen vastausta'),
  'baseline-missing-all': of(
    'it has no answer of a baseline to any of the instructions',
    'siinä ei ole vertailukohdan vastausta mihinkään ohjeista',
  ),
  'pair-prompt-refused': of(
    'it has no message of the user with the places instruction, output_1 and output_2',
    'siinä ei ole käyttäjän viestiä, jossa olisivat paikat instruction, output_1 ja output_2',
  ),
  'judge-prompt-missing': of('it has no prompt {name}', 'siinä ei ole kehotetta {name}'),
  'judge-prompt-refused': of(
    'its prompt {name} is not one for single answers with [[rating]], or has places that FastChat does not fill',
    'sen kehote {name} ei ole yhden vastauksen arvostelua varten muodossa [[rating]], tai siinä on paikkoja, joita FastChat ei täytä',
  ),
  'instruction-unknown': of('there is no instruction {id}', 'ohjetta {id} ei ole'),
  'instruction-other-argument': of('{id} has no argument {name}', 'ohjeella {id} ei ole argumenttia {name}'),
  'instruction-wrong-argument': of(
    '{id} cannot use {found} as {name}',
    'ohje {id} ei voi käyttää arvoa {found} argumenttina {name}',
  ),
  'instruction-argument-missing': of('{id} lacks the argument {name}', 'ohjeelta {id} puuttuu argumentti {name}'),
  'instruction-pattern': of(
    'a keyword is no regular expression of Python’s ({fault})',
    'avainsana ei ole Pythonin säännöllinen lauseke ({fault})',
  ),
  'instruction-failed': of('{fault}', '{fault}'),

  // Remote engines.
  'host-not-found': of('there is no server of this name', 'tämännimistä palvelinta ei ole'),
  'connection-refused': of('no program there takes connections', 'mikään ohjelma ei siellä ota vastaan yhteyksiä'),
  'no-way-there': of('the network does not lead there', 'verkosta ei ole yhteyttä sinne'),
  'connecting-took-too-long': of('no answer came within {seconds} seconds', 'vastausta ei tullut {seconds} sekunnissa'),
  'no-http-spoken': of(
    'what answers there is no web server, or says far too much',
    'siellä ei vastaa verkkopalvelin, tai se vastaa aivan liian pitkästi',
  ),
  'connection-closed': of('the connection was closed', 'yhteys suljettiin'),
  'connection-fault': of('{fault}', '{fault}'),
  'certificate-self-signed': of('nobody but the server itself vouches for it', 'sen on myöntänyt palvelin itse'),
  'certificate-issuer-unknown': of('its issuer is not known', 'sen myöntäjää ei tunneta'),
  'certificate-expired': of('it has expired', 'se on vanhentunut'),
  'certificate-not-yet-valid': of('it is not valid yet', 'se ei ole vielä voimassa'),
  'certificate-of-another': of('it is for another server', 'se on toisen palvelimen'),
  'no-certificate-spoken': of(
    'the server does not encrypt at this port; its address may begin with http:',
    'palvelin ei salaa tässä portissa; sen osoitteen alku on ehkä http:',
  ),
  'certificate-fault': of('{fault}', '{fault}'),
  'certificate-file': of('the file {path} has no certificate in it', 'tiedostossa {path} ei ole varmennetta'),
  'address-malformed': of('it is not an address', 'se ei ole osoite'),
  'address-scheme': of('it must begin with https: or http:', 'sen alussa pitää olla https: tai http:'),
  'address-with-user': of(
    'a name and password in it would be kept unprotected; use the field for the key',
    'siinä oleva nimi ja salasana jäisivät suojaamatta; käytä avaimen kenttää',
  ),
  'address-with-query': of('it may not have a part after ? or #', 'siinä ei saa olla osaa merkin ? tai # jälkeen'),
  'answers-a-web-page': of('it sent a web page', 'se lähetti verkkosivun'),
  'answers-no-json': of('it sent text that is not JSON', 'se lähetti tekstiä, joka ei ole JSONia'),
  'answers-too-much': of('it sent more than anyone would read', 'se lähetti enemmän kuin kukaan lukisi'),
  'answers-compressed': of(
    'it sent compressed data, which was not asked for',
    'se lähetti pakattua dataa, jota ei pyydetty',
  ),
  'answers-no-models': of('it has no list of models', 'sillä ei ole malliluetteloa'),
  'answers-no-model': of('its list of models is empty', 'sen malliluettelo on tyhjä'),
  'answers-garbled': of('its stream cannot be read', 'sen virtaa ei voi lukea'),
  'proxy-of-another-kind': of(
    'the system’s settings name a proxy of the kind {kind}, and Sarvi uses HTTP proxies only',
    'järjestelmän asetuksissa on välityspalvelin, joka on lajia {kind}, ja Sarvi osaa käyttää vain HTTP-välityspalvelimia',
  ),
  'answers-no-scores': of(
    'it did not tell the probabilities that it was asked for',
    'se ei kertonut pyydettyjä todennäköisyyksiä',
  ),
  'answers-other-scores': of(
    'it told the probabilities of {found} tokens, and was asked for {expected}',
    'se kertoi {found} tokenin todennäköisyydet, kun kysyttiin {expected} tokenista',
  ),
  'answers-wrong-scores': of(
    'the probabilities that it tells of token {place} cannot be true',
    'sen kertomat todennäköisyydet tokenista {place} eivät voi olla totta',
  ),
  'server-has-no-scoring': of(
    '{server} has no function for it (prompt_logprobs)',
    'palvelinohjelmassa {server} ei ole tätä toimintoa (prompt_logprobs)',
  ),
  'no-such-tokenizer': of(
    'no model of your library splits text into the same tokens',
    'mikään kirjastosi malli ei jaa tekstiä samoihin tokeneihin',
  ),
  'whole-distributions-needed': of(
    'a comparison with a second model or a base file needs the probabilities of all tokens, and servers tell only those of a few',
    'vertailu toiseen malliin tai vertailupohjaan tarvitsee kaikkien tokenien todennäköisyydet, ja palvelimet kertovat niistä vain muutaman',
  ),
  'server-says-nothing': of('it does not say why', 'se ei kerro syytä'),
  'server-cannot-continue': of(
    'the server {host} cannot continue an answer',
    'palvelin {host} ei osaa jatkaa vastausta',
  ),
  'server-takes-messages-only': of(
    'the server {host} takes conversations only, and no prompts',
    'palvelin {host} ottaa vastaan vain keskusteluja eikä kehotteita',
  ),
  'server-takes-no-grammar': of(
    'the server takes no grammar of this form',
    'palvelin ei osaa käyttää tällaisia rakennesääntöjä',
  ),

  // Updates.
  'certificate-refused': of(
    'the server’s certificate cannot be trusted: {what}',
    'palvelimen varmenteeseen ei voi luottaa: {what}',
  ),
  'address-not-safe': of(
    'it leads to {host}, not over an encrypted connection',
    'se johtaa osoitteeseen {host} ilman salattua yhteyttä',
  ),
  'feed-without-file': of(
    'the new version has no file for this kind of installation',
    'uudessa versiossa ei ole tiedostoa tällaiselle asennukselle',
  ),
  'system-installs-it': of(
    'the system’s own tools install it, or its folder cannot be written',
    'sen asentavat järjestelmän omat työkalut, tai sen kansioon ei voi kirjoittaa',
  ),
  'not-an-appimage': of('{path} is not an AppImage', '{path} ei ole AppImage'),
  'installer-did-not-finish': of(
    'the installer was started and did not finish',
    'asennusohjelma käynnistettiin, mutta se ei vienyt asennusta loppuun',
  ),
  'installer-not-started': of(
    'the installer could not be started ({fault})',
    'asennusohjelmaa ei voitu käynnistää ({fault})',
  ),
  'redirects-too-often': of(
    'it leads from address to address without end',
    'se johtaa osoitteesta toiseen loputtomasti',
  ),
  'server-answers-status': of('the server answered with status {status}', 'palvelin vastasi tilalla {status}'),
  'feed-malformed': of('it is not in the form that Sarvi knows', 'se ei ole Sarven tuntemassa muodossa'),
  'feed-too-large': of('it is far larger than such information is', 'se on paljon suurempi kuin sellainen tieto on'),
  'feed-older': of(
    'it names version {version}, and this computer has already seen {newest}',
    'siinä on versio {version}, ja tämä tietokone on jo nähnyt version {newest}',
  ),
  'feed-signature-wrong': of(
    'its signature is not that of Sarvi’s makers',
    'sen allekirjoitus ei ole Sarven tekijöiden',
  ),
  'feed-newer-form': of(
    'it is in the form of a later Sarvi, which this version cannot read',
    'se on myöhemmän Sarven muodossa, jota tämä versio ei osaa lukea',
  ),
} as const satisfies Record<string, Sentences>;
