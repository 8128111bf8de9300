/** The look of an exported page, in light, dark and on paper. It names nothing that must be fetched. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1d1d1d; --quiet: #666; --line: #cfcfcf; --shade: #f4f4f4; --head: #1f4e5f; --link: #0b5c8a; --mark: #fff2a8; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e6e6; --quiet: #a5a5a5; --line: #4a4a4a; --shade: #262626; --head: #9fcbd9; --link: #8cc7ec; --mark: #5c5113; } }
body { margin: 0; color: var(--text); background: light-dark(#fff, #181818); font: 1rem/1.6 Calibri, Carlito, 'Segoe UI', 'Liberation Sans', sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6 { margin: 1.6em 0 0.4em; line-height: 1.3; }
h1 { margin-top: 0; font-size: 2rem; }
article + article { margin-top: 4rem; }
.facts, .time { color: var(--quiet); font-size: 0.875rem; font-weight: 400; }
.facts { margin: 0 0 2rem; }
.speaker { margin-top: 2.2em; padding-bottom: 0.25em; border-bottom: 1px solid var(--line); color: var(--head); font-size: 1.2rem; }
p, ul, ol, blockquote, figure, .table, details { margin: 0 0 0.9em; }
li > p { margin-bottom: 0.4em; }
a { color: var(--link); }
code, kbd, pre { font: 0.875em/1.5 Consolas, 'Liberation Mono', ui-monospace, monospace; }
:not(pre) > code { padding: 0.1em 0.3em; border-radius: 0.25em; background: var(--shade); }
kbd { padding: 0.1em 0.4em; border: 1px solid var(--line); border-radius: 0.25em; }
mark { color: inherit; background: var(--mark); }
figure.code { border: 1px solid var(--line); border-radius: 0.4em; overflow: hidden; background: var(--shade); }
figcaption { padding: 0.3em 0.9em; border-bottom: 1px solid var(--line); color: var(--quiet); font-size: 0.8125rem; }
pre { margin: 0; padding: 0.8em 0.9em; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
blockquote { margin-inline: 0; padding-inline-start: 1em; border-inline-start: 3px solid var(--line); color: var(--quiet); }
.table { overflow-x: auto; overflow-wrap: normal; }
table { border-collapse: collapse; }
th, td { padding: 0.35em 0.7em; border: 1px solid var(--line); text-align: start; vertical-align: top; }
th { background: var(--shade); }
.to-left { text-align: left; }
.to-center { text-align: center; }
.to-right { text-align: right; }
.formula { overflow-x: auto; text-align: center; }
math { font-size: 1.1em; }
hr { border: 0; border-top: 1px solid var(--line); }
.notes { color: var(--quiet); font-size: 0.875rem; }
.notes hr { width: 8rem; margin-inline-start: 0; }
.notes p { display: inline; }
summary { font-weight: 600; }
@page { margin: 18mm 16mm; }
@media print {
  body { font-size: 11pt; background: none; }
  main { max-width: none; padding: 0; }
  article + article { margin-top: 0; break-before: page; }
  h1, h2, h3, h4, h5, h6, figcaption { break-after: avoid; }
  tr { break-inside: avoid; }
  .table { overflow: visible; }
}
`.trim();
