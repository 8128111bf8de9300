/** Signs of formulas that LaTeX has a word for. */
const WORDS: Readonly<Record<string, string>> = {
  α: '\\alpha',
  β: '\\beta',
  γ: '\\gamma',
  δ: '\\delta',
  ε: '\\varepsilon',
  ϵ: '\\epsilon',
  ζ: '\\zeta',
  η: '\\eta',
  θ: '\\theta',
  ι: '\\iota',
  κ: '\\kappa',
  λ: '\\lambda',
  μ: '\\mu',
  ν: '\\nu',
  ξ: '\\xi',
  π: '\\pi',
  ρ: '\\rho',
  σ: '\\sigma',
  τ: '\\tau',
  υ: '\\upsilon',
  φ: '\\varphi',
  ϕ: '\\phi',
  χ: '\\chi',
  ψ: '\\psi',
  ω: '\\omega',
  Γ: '\\Gamma',
  Δ: '\\Delta',
  Θ: '\\Theta',
  Λ: '\\Lambda',
  Ξ: '\\Xi',
  Π: '\\Pi',
  Σ: '\\Sigma',
  Φ: '\\Phi',
  Ψ: '\\Psi',
  Ω: '\\Omega',
  '∑': '\\sum',
  '∏': '\\prod',
  '∫': '\\int',
  '∬': '\\iint',
  '∮': '\\oint',
  '∞': '\\infty',
  '∂': '\\partial',
  '∇': '\\nabla',
  '±': '\\pm',
  '∓': '\\mp',
  '×': '\\times',
  '·': '\\cdot',
  '⋅': '\\cdot',
  '÷': '\\div',
  '≤': '\\le',
  '≥': '\\ge',
  '≠': '\\ne',
  '≈': '\\approx',
  '≡': '\\equiv',
  '∼': '\\sim',
  '∝': '\\propto',
  '∈': '\\in',
  '∉': '\\notin',
  '⊂': '\\subset',
  '⊆': '\\subseteq',
  '∪': '\\cup',
  '∩': '\\cap',
  '∀': '\\forall',
  '∃': '\\exists',
  '→': '\\to',
  '⇒': '\\Rightarrow',
  '⇔': '\\Leftrightarrow',
  '←': '\\leftarrow',
  '↦': '\\mapsto',
  '∅': '\\emptyset',
  '∧': '\\wedge',
  '∨': '\\vee',
  '¬': '\\neg',
  '…': '\\dots',
  '⋯': '\\cdots',
  '°': '^\\circ',
  '√': '\\surd',
  '∘': '\\circ',
  '⟨': '\\langle',
  '⟩': '\\rangle',
  '−': '-',
  '′': "'",
  '″': "''",
  ℝ: '\\mathbb{R}',
  ℕ: '\\mathbb{N}',
  ℤ: '\\mathbb{Z}',
  ℚ: '\\mathbb{Q}',
  ℂ: '\\mathbb{C}',
  '\u2061': '',
  '\u2062': '',
  '\u2063': '',
  '\u00A0': '~',
};
const FUNCTIONS = new Set([
  'sin',
  'cos',
  'tan',
  'cot',
  'log',
  'ln',
  'lim',
  'exp',
  'min',
  'max',
  'det',
  'gcd',
  'sup',
  'inf',
]);
const ACCENTS: Readonly<Record<string, string>> = {
  '\u0302': '\\hat',
  '^': '\\hat',
  '\u0303': '\\tilde',
  '~': '\\tilde',
  '˜': '\\tilde',
  '\u0304': '\\bar',
  '\u0305': '\\bar',
  '¯': '\\bar',
  '‾': '\\bar',
  '\u0307': '\\dot',
  '˙': '\\dot',
  '\u0308': '\\ddot',
  '¨': '\\ddot',
  '\u20D7': '\\vec',
  '→': '\\vec',
};

/** Letters and signs as LaTeX: words for the signs that it has, and escapes for its own. */
export function signs(text: string): string {
  const written = Array.from(text.normalize('NFKC') === text ? text : plainLetters(text), (letter) => {
    if (Object.hasOwn(WORDS, letter)) return `${WORDS[letter] ?? ''}${/\w$/.test(WORDS[letter] ?? '') ? ' ' : ''}`;
    if (letter === '\\') return '\\backslash ';
    return '#$%&_{}'.includes(letter) ? `\\${letter}` : letter;
  }).join('');
  return FUNCTIONS.has(text) ? `\\${text} ` : written;
}

/** Words of more than one letter stand upright, as they are meant where letters are not variables. */
export function upright(text: string): string {
  const trimmed = text.trim();
  if (FUNCTIONS.has(trimmed)) return `\\${trimmed} `;
  return /^\p{L}[\p{L} ]+$/u.test(trimmed) ? `\\text{${text}}` : signs(text);
}

export function accent(sign: string): string | undefined {
  return ACCENTS[sign];
}

/** `x` alone, `{xy}` otherwise: what an index or exponent takes. */
export function group(latex: string): string {
  const trimmed = latex.trim();
  return /^[^\\{}]$/u.test(trimmed) ? trimmed : `{${trimmed}}`;
}

/** 𝑥 and 𝐀, the letters of mathematics, are x and A. Others that change by NFKC (½, ²) stay. */
function plainLetters(text: string): string {
  return text.replace(/[\u{1D400}-\u{1D7FF}ℎ]/gu, (letter) => letter.normalize('NFKC'));
}

export function tidyLatex(latex: string): string {
  return latex
    .replace(/\s+/g, ' ')
    .replace(/ (?=[}^_)\]])/g, '')
    .trim();
}
