import { expect, it } from 'vitest';
import { replaceCitations } from '../../../../../src-main/core/history/transfer/citations.ts';

/** Private characters written so that they can be seen: `<cite|turn0search3>`. */
const marked = (text: string): string =>
  text.replace(/<([a-z_]*\|[^>]*)>/g, (_, inner: string) => `\ue200${inner.replaceAll('|', '\ue202')}\ue201`);

const CASES: readonly (readonly [text: string, expected: string, metadata?: object])[] = [
  [
    'Iron came late. <cite|turn0search3|turn0search8> The painter <entity|["people","A. Example",0]> drew it.',
    'Iron came late. The painter A. Example drew it.',
  ],
  ['Late <cite|turn0search3>.', 'Late.'],
  ['Late. <cite|turn0search3>\nNext', 'Late.\nNext'],
  ['See <url|the page|https://x.invalid/a>.', 'See [the page](https://x.invalid/a).'],
  ['Pictures: <image_group|{"query":["a"]}>', 'Pictures:'],
  ['A \ue203strong claim\ue204 here.', 'A strong claim here.'],
  ['Cut \ue200cite\ue202turn0', 'Cut citeturn0'],
  ['Plain citeturn0search3turn0search8 copy of entity["people","A. Example",0].', 'Plain copy of A. Example.'],
  ['As said【12†source】 and【4:0†report.pdf】, lines【7†L3-L9】.', 'As said and (report.pdf), lines.'],
  ['Old :contentReference[oaicite:0]{index=0} and ``【oaicite:1】``&#8203; marks.', 'Old and marks.'],
  ['東京【1】【日本】と', '東京【1】【日本】と'],
  ['Nothing to see: cite, turn, entity.', 'Nothing to see: cite, turn, entity.'],
  [
    'Late. <cite|turn0search3>',
    'Late. ([Iron](https://x.invalid/iron))',
    { content_references: [{ matched_text: '<cite|turn0search3>', alt: '([Iron](https://x.invalid/iron))' }] },
  ],
  [
    'Late. <cite|turn0search3|turn0search8>',
    'Late. ([Iron](https://x.invalid/%28a%29), [x.invalid](https://x.invalid/b))',
    {
      content_references: [
        {
          matched_text: '<cite|turn0search3|turn0search8>',
          alt: null,
          items: [{ title: 'Iron', url: 'https://x.invalid/(a)' }, { url: 'https://x.invalid/b' }],
        },
        { matched_text: ' ', type: 'sources_footnote' },
      ],
    },
  ],
  [
    'In <filecite|turn1file2>.',
    'In report.pdf.',
    { content_references: [{ matched_text: '<filecite|turn1file2>', type: 'file', name: 'report.pdf' }] },
  ],
  [
    'One <cite|turn0search1> two citeturn0search1.',
    'One ([A](https://x.invalid/a)) two ([A](https://x.invalid/a)).',
    {
      search_result_groups: [
        {
          entries: [
            { url: 'https://x.invalid/a', title: 'A', ref_id: { turn_index: 0, ref_type: 'search', ref_index: 1 } },
          ],
        },
      ],
    },
  ],
  [
    'Ü 😀 said【3†source】.',
    'Ü 😀 said ([Page](https://x.invalid/p)).',
    {
      citations: [
        { start_ix: 8, end_ix: 18, metadata: { type: 'webpage', title: 'Page', url: 'https://x.invalid/p' } },
      ],
    },
  ],
  [
    'No <cite|turn0search1>.',
    'No (script).',
    {
      content_references: [{ matched_text: '<cite|turn0search1>', items: [{ title: 'script', url: 'javascript:x' }] }],
    },
  ],
];

it.each(CASES.map(([text, expected, metadata = {}]) => ({ text, expected, metadata })))(
  '$text',
  ({ text, expected, metadata }) => {
    const given = JSON.parse(marked(JSON.stringify(metadata))) as Record<string, unknown>;
    expect(replaceCitations(marked(text), given)).toBe(expected);
  },
);

it('a megabyte of broken marks and spaces is read in one pass', () => {
  const hostile = [
    '\ue200cite\ue202'.repeat(150_000),
    `${' '.repeat(500_000)}\ue200${'['.repeat(500_000)}`,
    '【'.repeat(1_000_000),
    'entity["'.repeat(120_000),
  ];
  const before = performance.now();
  for (const text of hostile) replaceCitations(text, {});
  // Far more than it takes; a text read again from each mark on takes minutes.
  expect(performance.now() - before).toBeLessThan(20_000);
});
