/** For work in an office. */
export const officePrompts = {
  'minutes.fi.md': `---
title: Kokousmuistio
about: Muistiinpanoista muistio, päätökset ja tehtävät
group: Toimisto
fields:
  kokous: text | Kokous ja päivä
  muistiinpanot: long | Muistiinpanot
---

Kirjoita muistiinpanoistani kokousmuistio.

Kokous: {{kokous}}

Käytä otsikoita Läsnä, Käsitellyt asiat, Päätökset ja Tehtävät. Kerro käsitellyistä asioista muutamalla virkkeellä. Merkitse tehtävistä taulukkoon, kuka tekee, mitä tekee ja mihin mennessä. Jos jokin tieto puuttuu muistiinpanoista, kirjoita sen kohdalle ”ei tiedossa” äläkä keksi sitä.

Muistiinpanot:

{{muistiinpanot}}
`,
  'minutes.en.md': `---
title: Minutes of a meeting
about: Notes become minutes, decisions and actions
group: Office
fields:
  meeting: text | Meeting and date
  notes: long | Notes
---

Write the minutes of a meeting from my notes.

Meeting: {{meeting}}

Use the headings Present, Discussed, Decisions and Actions. Sum up what was discussed in a few sentences. Put the actions in a table: who, what, and by when. Where the notes do not say something, write “not known” and do not make it up.

Notes:

{{notes}}
`,
  'reply.fi.md': `---
title: Vastaus sähköpostiin
about: Vastausluonnos omista ydinkohdista
group: Toimisto
fields:
  sävy: choice | Sävy | asiallinen; ystävällinen; napakka; pahoitteleva
  kohdat: long | Mitä haluat sanoa
  viesti: long | Viesti, johon vastaat
---

Kirjoita vastaus alla olevaan sähköpostiin. Sävy: {{sävy}}.

Sano nämä asiat ja ota kantaa kaikkeen, mitä viestissä kysytään:

{{kohdat}}

Vastaa samalla kielellä, jolla viesti on kirjoitettu. Kirjoita lyhyesti ja aloita tärkeimmästä. Jos jostakin kysytystä ei ole tietoa, merkitse kohta hakasulkeilla, jotta voin täydentää sen.

Viesti:

{{viesti}}
`,
  'reply.en.md': `---
title: Reply to an email
about: A draft from your main points
group: Office
fields:
  tone: choice | Tone | matter-of-fact; friendly; brief; apologetic
  points: long | What you want to say
  message: long | The message you answer
---

Write a reply to the email below. Tone: {{tone}}.

Say these things, and answer everything that the message asks:

{{points}}

Reply in the language of the message. Keep it short and begin with what matters most. Where something that is asked is not known, mark the place with square brackets so that I can fill it in.

Message:

{{message}}
`,
  'summary.fi.md': `---
title: Tiivistelmä tiedostosta
about: Pitkän tekstin pääkohdat halutussa laajuudessa
group: Toimisto
fields:
  laajuus: choice | Laajuus | kolme virkettä; viisi luetelmakohtaa; yksi sivu
  näkökulma: text | Mikä sinua kiinnostaa erityisesti
  tiedosto: file | Tiedosto
---

Tiivistä alla oleva teksti. Laajuus: {{laajuus}}. Kerro erityisesti tästä: {{näkökulma}}

Käytä vain sitä, mitä tekstissä sanotaan. Säilytä luvut ja nimet sellaisinaan. Luettele lopuksi asiat, jotka jäivät tekstissä avoimiksi.

{{tiedosto}}
`,
  'summary.en.md': `---
title: Summary of a file
about: The main points of a long text, as long as you need
group: Office
fields:
  length: choice | Length | three sentences; five bullet points; one page
  focus: text | What interests you most
  file: file | File
---

Sum up the text below. Length: {{length}}. Pay special attention to: {{focus}}

Use only what the text says. Keep numbers and names as they are. End with a list of what the text leaves open.

{{file}}
`,
  'proofread.fi.md': `---
title: Oikoluku
about: Korjaa virheet ja kertoo, mitä muuttui
group: Toimisto
fields:
  kieli: choice | Tekstin kieli | suomi; englanti; ruotsi
  muokkaus: choice | Kuinka paljon saa muuttaa | vain virheet; virheet ja kömpelöt kohdat
  teksti: long | Teksti
---

Oikolue alla oleva teksti. Kieli: {{kieli}}. Korjaa {{muokkaus}}.

Korjaa oikeinkirjoitus, yhdyssanat, välimerkit ja taivutus. Säilytä kirjoittajan tyyli ja asiasisältö. Kirjoita ensin korjattu teksti kokonaan. Luettele sitten muutokset: alkuperäinen kohta, korjattu kohta ja lyhyt perustelu.

Teksti:

{{teksti}}
`,
  'proofread.en.md': `---
title: Proofreading
about: Corrects mistakes and says what changed
group: Office
fields:
  language: choice | Language of the text | English; Finnish; Swedish
  depth: choice | How much may change | mistakes only; mistakes and clumsy passages
  text: long | Text
---

Proofread the text below. Language: {{language}}. Correct {{depth}}.

Correct spelling, compounds, punctuation and grammar. Keep the writer’s style and content. First write the whole corrected text. Then list the changes: the original, the correction, and a short reason.

Text:

{{text}}
`,
} as const;
