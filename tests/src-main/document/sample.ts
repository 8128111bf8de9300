/** A message with everything that an answer may hold. */
const FENCE = '```';

export const SAMPLE = `# Toisen asteen yhtälö

Kaava on **tuttu** ja *kaunis*, ~~vaikea~~ \`koodi()\`, <kbd>Ctrl</kbd>, H<sub>2</sub>O, <mark>korostus</mark> &copy; 2026[^a]. Linkki [Sarvi](https://sarvi.example/a?b=1&c=2) ja [paha](javascript:alert).

$$x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}$$

Rivissä $E = mc^2$ ja $\\sum_{i=1}^{n} i^2$ sekä rikki $\\frac{1$.

## Matriisi

$$\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}$$

1. Ensimmäinen
   - alakohta
2. Toinen

   | alku | loppu |
   |---|---|
   | yksi | kaksi |

   jatkoa
3. Kolmas
   ${FENCE}js
   const arvo = 1;
   ${FENCE}

- [x] tehty
- [ ] tekemättä

> Lainaus rivillä
>
> > Sisäkkäinen

| Kieli | Puhujia |
|:------|-------:|
| suomi | 5000000 |

${FENCE}python
def laske(x):
\treturn x  +   1
${FENCE}

שלום עולם 123

Emoji 👩‍👩‍👧 ja 漢字 ja ${'pitkä'.repeat(60)}

<details><summary>Lisää</summary>

Piilossa teksti[^b].

</details>

---

[^a]: Alaviite ja [viitelinkki](https://example.org).
[^b]: Toinen viittaa[^c].
[^c]: Viimeinen.
`;

/** Words of the sample that an export must have, in their order but for the notes. */
export const SAMPLE_WORDS =
  'Toisen asteen yhtälö Kaava on tuttu ja kaunis vaikea koodi Ctrl korostus Linkki Sarvi ja paha Rivissä sekä rikki Matriisi Ensimmäinen alakohta Toinen alku loppu yksi kaksi jatkoa Kolmas const arvo tehty tekemättä Lainaus rivillä Sisäkkäinen Kieli Puhujia suomi 5000000 def laske return שלום עולם Emoji 漢字 Lisää Piilossa teksti'.split(
    ' ',
  );
export const NOTE_WORDS = 'Alaviite ja viitelinkki Toinen viittaa Viimeinen'.split(' ');
