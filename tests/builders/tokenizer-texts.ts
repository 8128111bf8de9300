/** Two hundred texts that tokenizers are compared by: languages, code, emoji, blanks, and joints of two of them. */
const FINNISH = [
  'Hyvää huomenta! Mitä kuuluu?',
  'Suomen presidentti asuu Mäntyniemessä Helsingissä.',
  'Kolmivaihekilowattituntimittari on pitkä sana.',
  'Äiti söi öisin pähkinöitä, eikä kukaan huomannut mitään.',
  'Revontulet näkyivät Sodankylässä klo 23.45 – upea näky.',
  'Yöpöydällä on herätyskello, lasi vettä ja kirja.',
  'Kahvi maksoi 3,50 €, pulla 2 euroa.',
  'Lääkärin vastaanotto: ma–pe 8.00–16.00, puh. 09 123 456.',
  'Epäjärjestelmällistyttämättömyydelläänsäkäänköhän?',
  '”Niin”, hän sanoi, ”mutta entä sitten?”',
  'HELSINKI, TAMPERE JA TURKU',
  'Tallinnaan pääsee laivalla noin 2½ tunnissa.',
  'Poro 2 on suomen- ja englanninkielinen kielimalli.',
];
const ENGLISH = [
  'The quick brown fox jumps over the lazy dog.',
  "I don't think it's what we've been told, isn't it?",
  'In 1917, Finland became independent; its population was 3,134,300.',
  'Antidisestablishmentarianism and floccinaucinihilipilification',
  'Dr. Smith (b. 1952) wrote "On Lakes & Rivers", vol. 3.',
  'E = mc², H₂O, π ≈ 3.14159, and x⁻¹.',
  'naïve café résumé façade coöperate Zürich',
  'hello',
  'HTTP/2 200 OK',
  'She said: ‘never’—and left…',
  'a',
  'Llama 2, TinyLlama and Mistral 7B',
];
const CODE = [
  'def greet(name: str) -> None:\n    """Says hello."""\n    print(f"Hello, {name}!")\n',
  'for (let i = 0; i < 10; i += 1) {\n\tconsole.log(`${i}: ${list[i] ?? "–"}`);\n}',
  'SELECT name, COUNT(*) FROM users WHERE age >= 18 GROUP BY name;',
  '#include <stdio.h>\n\nint main(void) {\n  return 0;\n}\n',
  '{"model": "sarvi", "temperature": 0.7, "stop": ["</s>", "\\n\\n"]}',
  '<div class="card"><a href="/index.html?x=1&amp;y=2">go</a></div>',
  'git commit -m "fix: off-by-one" && git push --force-with-lease',
  '0xDEADBEEF 0b1010 1_000_000 1e-10 NaN',
  'x = [i ** 2 for i in range(100) if i % 2 == 0]  # squares',
  '```rust\nfn main() { println!("{:?}", vec![1, 2, 3]); }\n```',
  '| a | b |\n| --- | ---: |\n| 1 | 2 |',
  'https://huggingface.co/LumiOpen/Llama-Poro-2-8B-Instruct/tree/main',
];
const SIGNS = [
  '🦌 Poro! 🇫🇮🇸🇪',
  '👩‍👩‍👧‍👦 👍🏽 ✅ ❤️‍🔥',
  '😀😃😄😁',
  '日本語のテキストです。東京タワー',
  '今天天气很好，我们去公园吧！',
  '한국어 문장입니다. 안녕하세요?',
  'Привет, мир! Ёлка',
  'مرحبا بالعالم',
  'नमस्ते दुनिया',
  'Ελληνικά: αβγδ',
  'e\u0301 ﬁ Ⅳ ① ｆｕｌｌ　ｗｉｄｔｈ',
  'Ă ắ ǅ ß ẞ',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈',
  '▁▁ ▁x <0x41> <0xZZ>',
  '\u00a0\u2003\u200b\ufeffx',
];
const BLANKS = [
  ' ',
  '  ',
  '   leading',
  'trailing   ',
  '\n',
  '\n\n\n',
  '\t\ttabs\tbetween',
  'line one\r\nline two\r\n',
  'a  b   c    d     e',
  ' \n \n  \n\t\n ',
  '                                ',
  'end \n',
  ' x',
  '[INST] Hei! [/INST] Hei vain. [INST] mitä [/INST]',
  'a[INST]  b',
];

const SEEDS = [...FINNISH, ...ENGLISH, ...CODE, ...SIGNS, ...BLANKS];
const GLUE = [' ', '\n', '', ' – ', '\n\n'];
const COUNT = 200;

export const TOKENIZER_TEXTS: readonly string[] = [
  ...SEEDS,
  ...Array.from({ length: COUNT - SEEDS.length }, (_, index) => {
    const first = SEEDS[index % SEEDS.length] ?? '';
    const second = SEEDS[(index * 7 + 3) % SEEDS.length] ?? '';
    return first + (GLUE[index % GLUE.length] ?? '') + second;
  }),
];
