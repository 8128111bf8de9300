/** For a developer. */
export const developerPrompts = {
  'code-review.fi.md': `---
title: Koodikatselmointi
about: Virheet, riskit ja parannukset tärkeysjärjestyksessä
group: Ohjelmointi
fields:
  kieli: text | Ohjelmointikieli
  tarkoitus: text | Mitä koodin pitäisi tehdä
  koodi: long | Koodi tai muutos
---

Katselmoi alla oleva koodi. Kieli: {{kieli}}. Koodin pitäisi tehdä tämä: {{tarkoitus}}

Etsi ensin virheet: väärät tulokset, reunatapaukset, kilpatilanteet, vuodot ja tietoturva-aukot. Mainitse sitten kohdat, joita on vaikea lukea tai testata. Kerro jokaisesta havainnosta, missä kohdassa se on, mitä siitä voi seurata ja miten sen korjaisit. Järjestä havainnot vakavimmasta lievimpään. Jos et ole varma, sano niin. Älä keksi ongelmia, jos niitä ei ole.

\`\`\`
{{koodi}}
\`\`\`
`,
  'code-review.en.md': `---
title: Code review
about: Faults, risks and improvements, the worst first
group: Programming
fields:
  language: text | Programming language
  purpose: text | What the code should do
  code: long | Code or diff
---

Review the code below. Language: {{language}}. It should do this: {{purpose}}

Look for faults first: wrong results, edge cases, races, leaks and security holes. Then name what is hard to read or to test. For each finding say where it is, what may follow from it, and how you would mend it. Put the worst first. Say so where you are not sure, and do not invent problems.

\`\`\`
{{code}}
\`\`\`
`,
  'tests-for-code.fi.md': `---
title: Testit koodille
about: Yksikkötestit, myös hankalille syötteille
group: Ohjelmointi
fields:
  kehys: text | Testikehys
  koodi: long | Koodi
---

Kirjoita alla olevalle koodille yksikkötestit. Testikehys: {{kehys}}.

Luettele ensin lyhyesti tapaukset, jotka testaat: tavallinen käyttö, rajat, tyhjät ja virheelliset syötteet sekä virhetilanteet. Kirjoita sitten testit. Jokaisella testillä on nimi, joka kertoo, minkä pitää pitää paikkansa, ja jokainen testi voi epäonnistua. Älä muuta testattavaa koodia. Jos löydät siitä virheen, kerro se lopuksi.

\`\`\`
{{koodi}}
\`\`\`
`,
  'tests-for-code.en.md': `---
title: Tests for code
about: Unit tests, awkward inputs among them
group: Programming
fields:
  framework: text | Test framework
  code: long | Code
---

Write unit tests for the code below. Test framework: {{framework}}.

First list in brief the cases that you test: ordinary use, limits, empty and wrong inputs, and failures. Then write the tests. The name of each says what must be true, and each can fail. Do not change the code. If you find a fault in it, say so at the end.

\`\`\`
{{code}}
\`\`\`
`,
  'explain-error.fi.md': `---
title: Mitä tämä virhe tarkoittaa
about: Virheilmoituksen syy ja korjaus
group: Ohjelmointi
fields:
  ympäristö: text | Kieli, versiot ja käyttöjärjestelmä
  virhe: long | Virheilmoitus tai jäljitys
  koodi: long | Koodi, jos sitä on
---

Selitä tämä virhe. Ympäristö: {{ympäristö}}.

Kerro ensin yhdellä virkkeellä, mitä virhe tarkoittaa. Luettele sitten todennäköisimmät syyt järjestyksessä ja kerro jokaisesta, miten sen voi tarkistaa ja miten sen voi korjata. Jos tiedot eivät riitä, kerro, mitä vielä tarvitaan.

Virhe:

\`\`\`
{{virhe}}
\`\`\`

Koodi:

\`\`\`
{{koodi}}
\`\`\`
`,
  'explain-error.en.md': `---
title: What this error means
about: The cause of an error message, and the cure
group: Programming
fields:
  environment: text | Language, versions and system
  error: long | Error message or trace
  code: long | Code, if there is any
---

Explain this error. Environment: {{environment}}.

First say in one sentence what the error means. Then list the likeliest causes in order, each with a way to check it and a way to mend it. Where there is too little to go by, say what else is needed.

Error:

\`\`\`
{{error}}
\`\`\`

Code:

\`\`\`
{{code}}
\`\`\`
`,
  'commit-message.fi.md': `---
title: Muutosviesti
about: Commit-viesti muutoksesta
group: Ohjelmointi
fields:
  kieli: choice | Viestin kieli | englanniksi; suomeksi
  muutos: long | Muutos (git diff)
---

Kirjoita alla olevasta muutoksesta commit-viesti {{kieli}}.

Ensimmäinen rivi kertoo enintään 72 merkillä, mitä muutos tekee. Sen jälkeen tulee tyhjä rivi ja yhdellä tai kahdella virkkeellä se, miksi muutos tehtiin. Älä luettele tiedostoja. Jos muutoksessa on monta erillistä asiaa, ehdota, miten se jaetaan osiin.

\`\`\`diff
{{muutos}}
\`\`\`
`,
  'commit-message.en.md': `---
title: Commit message
about: A message for a change
group: Programming
fields:
  language: choice | Language of the message | English; Finnish
  change: long | Change (git diff)
---

Write a commit message in {{language}} for the change below.

The first line says in at most 72 characters what the change does. Then comes an empty line, and in one or two sentences why it was made. Do not list files. If the change has several separate matters in it, suggest how to divide it.

\`\`\`diff
{{change}}
\`\`\`
`,
} as const;
