/** For a teacher. */
export const teacherPrompts = {
  'lesson-plan.fi.md': `---
title: Tuntisuunnitelma
about: Oppitunnin vaiheet, tavoitteet ja ajankäyttö
group: Opetus
fields:
  aihe: text | Aihe
  luokka: choice | Luokka-aste | 1.–2. luokka; 3.–6. luokka; 7.–9. luokka; lukio; ammattikoulu; aikuisopetus
  kesto: text | Kesto minuutteina
  toiveet: long | Mitä pitää ottaa huomioon (esimerkiksi aiemmin opittu, välineet, eriyttäminen)
---

Laadi tuntisuunnitelma.

Aihe: {{aihe}}
Luokka-aste: {{luokka}}
Kesto: {{kesto}} minuuttia
Huomioitavaa: {{toiveet}}

Kirjoita ensin 2–3 tavoitetta siten, että tunnin lopussa voi todeta, täyttyivätkö ne. Jaa tunti sitten vaiheisiin: aloitus, uuden asian opettaminen, harjoittelu ja lopetus. Kerro jokaisesta vaiheesta, kuinka kauan se kestää, mitä opettaja tekee ja mitä oppilaat tekevät. Ehdota lopuksi yksi keino tukea sitä, jolle asia on vaikea, ja yksi lisätehtävä nopeimmille.
`,
  'lesson-plan.en.md': `---
title: Lesson plan
about: The stages, aims and timing of a lesson
group: Teaching
fields:
  topic: text | Topic
  level: choice | Level | ages 6–8; ages 9–12; ages 13–16; upper secondary; vocational school; adults
  minutes: text | Length in minutes
  notes: long | What to take into account (what was learnt before, equipment, different needs)
---

Plan a lesson.

Topic: {{topic}}
Level: {{level}}
Length: {{minutes}} minutes
To take into account: {{notes}}

Begin with two or three aims that can be checked at the end of the lesson. Then divide the lesson into stages: opening, new content, practice and closing. For each stage say how long it takes, what the teacher does and what the pupils do. End with one way to support those who find the topic hard, and one extra task for those who finish early.
`,
  'quiz.fi.md': `---
title: Kysymyksiä tekstistä
about: Koe- tai kertauskysymykset mallivastauksineen
group: Opetus
fields:
  määrä: text | Kysymysten määrä
  tyyppi: choice | Kysymystyyppi | monivalinta; avoimet kysymykset; oikein tai väärin; sekaisin kaikkia
  teksti: long | Teksti, josta kysytään
---

Laadi {{määrä}} kysymystä alla olevasta tekstistä. Kysymystyyppi: {{tyyppi}}.

Kysy vain sellaista, mihin tekstistä löytyy vastaus. Aloita helpoimmista ja etene vaikeampiin. Monivalinnassa on neljä vaihtoehtoa, joista yksi on oikea, ja väärät vaihtoehdot ovat uskottavia.

Kirjoita ensin kaikki kysymykset. Kirjoita sen jälkeen otsikon ”Vastaukset” alle mallivastaukset ja jokaisesta se tekstin kohta, johon vastaus perustuu.

Teksti:

{{teksti}}
`,
  'quiz.en.md': `---
title: Questions about a text
about: Questions for a test or for revision, with answers
group: Teaching
fields:
  number: text | Number of questions
  type: choice | Type | multiple choice; open questions; true or false; a mix of all
  text: long | The text to ask about
---

Write {{number}} questions about the text below. Type: {{type}}.

Ask only what the text answers. Begin with the easiest and go on to harder ones. A multiple-choice question has four options, one of them right, and the wrong ones are plausible.

Write all questions first. Then, under the heading “Answers”, give a model answer to each with the passage that it is based on.

Text:

{{text}}
`,
  'feedback.fi.md': `---
title: Palaute oppilaan työstä
about: Kannustava ja täsmällinen palaute, myös huoltajalle
group: Opetus
fields:
  tehtävä: text | Tehtävänanto
  saaja: choice | Kenelle palaute kirjoitetaan | oppilaalle; huoltajalle
  työ: long | Oppilaan työ
---

Kirjoita palaute oppilaan työstä {{saaja}}. Tehtävänanto oli: {{tehtävä}}

Kerro ensin kaksi asiaa, joissa työ onnistui, ja mainitse kummastakin esimerkki työstä. Kerro sitten yksi tai kaksi asiaa, joita kannattaa harjoitella seuraavaksi, ja anna kuhunkin neuvo, jota voi noudattaa heti. Kirjoita lämpimästi ja selvästi. Älä anna arvosanaa äläkä vertaa työtä muiden töihin.

Työ:

{{työ}}
`,
  'feedback.en.md': `---
title: Feedback on a pupil’s work
about: Encouraging and precise, for the pupil or a parent
group: Teaching
fields:
  task: text | The task
  reader: choice | Written to | the pupil; a parent
  work: long | The pupil’s work
---

Write feedback on a pupil’s work, addressed to {{reader}}. The task was: {{task}}

First name two things that worked, each with an example from the work. Then name one or two things to practise next, each with advice that can be followed at once. Be warm and clear. Give no grade, and do not compare the work with that of others.

Work:

{{work}}
`,
  'plain-finnish.fi.md': `---
title: Selkokielelle
about: Muokkaa tekstin helppolukuiseksi
group: Opetus
fields:
  lukija: choice | Lukija | suomea opetteleva aikuinen; alakoululainen; yläkoululainen; ikääntynyt lukija
  teksti: long | Teksti
---

Muokkaa alla oleva teksti selkokielelle. Lukija: {{lukija}}.

Käytä lyhyitä virkkeitä ja yleisiä sanoja, ja kerro yhdessä virkkeessä yksi asia. Selitä vaikea sana, jos sitä ei voi korvata. Sano asiat suoraan, vältä passiivia ja kuvakieltä. Säilytä kaikki tärkeät tiedot, nimet, päivämäärät ja luvut, äläkä lisää mitään uutta.

Teksti:

{{teksti}}
`,
  'plain-finnish.en.md': `---
title: Plain English
about: Makes a text easy to read
group: Teaching
fields:
  reader: choice | Reader | an adult learning English; a child of 8–12; a teenager; an older reader
  text: long | Text
---

Rewrite the text below in plain English. Reader: {{reader}}.

Use short sentences and common words, with one idea in a sentence. Explain a hard word where it cannot be replaced. Say things directly and avoid the passive and figures of speech. Keep every important fact, name, date and number, and add nothing.

Text:

{{text}}
`,
} as const;
