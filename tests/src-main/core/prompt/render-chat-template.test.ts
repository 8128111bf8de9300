import { describe, expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { because, reasonText } from '#contract/reasons';
import { NotSupported } from '../../../../src-main/core/jinja/failures.ts';
import {
  renderChatTemplate,
  templateFailed,
  type TemplateVariables,
} from '../../../../src-main/core/prompt/render-chat-template.ts';

function render(template: string, more: Partial<TemplateVariables> = {}): string {
  return renderChatTemplate(template, {
    messages: [{ role: 'user', content: ' Hei "maailma" ä ' }],
    addGenerationPrompt: true,
    specialTokens: { bos_token: '<s>', eos_token: '</s>' },
    now: new Date(2026, 2, 5, 15, 7, 9),
    ...more,
  });
}

/** The expected values are what Jinja2 makes in the environment that transformers sets up. */
describe('a chat template renders as in transformers', () => {
  test.each([
    ['{{ bos_token }}|{{ eos_token }}|{{ pad_token }}|', '<s>|</s>||'],
    ['a\n{% if true %}\nb\n{% endif %}\nc', 'a\nb\nc'],
    ['  {% if true %}x{% endif %}  \n', 'x  '],
    ['a {{- " b " -}} c', 'a b c'],
    ['{# gone #}x\n', 'x'],
    ['{{ messages[0].content | trim }}', 'Hei "maailma" ä'],
    ['{{ messages[0] | tojson }}', '{"role": "user", "content": " Hei \\"maailma\\" ä "}'],
    ['{{ messages[0] | tojson(indent=2) }}', '{\n  "role": "user",\n  "content": " Hei \\"maailma\\" ä "\n}'],
    ['{{ messages | length }}{{ "y" if add_generation_prompt }}', '1y'],
    [
      '{{ 1 if tools is defined }}{{ 2 if tools is none }}{{ 3 if documents is none }}{{ 4 if other is defined }}',
      '123',
    ],
    ['{% for i in range(2, 9, 3) %}{{ i }}{{ "," if not loop.last }}{% endfor %}', '2,5,8'],
    ['{% for i in range(3) %}{% if i == 1 %}{% continue %}{% endif %}{{ i }}{% endfor %}', '02'],
    ['{% set n = namespace(x=1) %}{% for i in range(3) %}{% set n.x = n.x + i %}{% endfor %}{{ n.x }}', '4'],
    ['{% macro m(a, b="z") %}{{ a }}{{ b }}{% endmacro %}{{ m("q") }}', 'qz'],
    [
      '{{ strftime_now("%d %b %Y, %A %-d.%-m. %B %H:%M:%S %I %p %y %%") }}',
      '05 Mar 2026, Thursday 5.3. March 15:07:09 03 PM 26 %',
    ],
    ['{{ "x" if messages[1:] else "none left" }}', 'none left'],
    ['{{ "y" if messages[0]["role"] == "user" and "content" in messages[0] }}', 'y'],
  ])('%j', (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  test('months have their English names whatever the language', () => {
    expect(render('{{ strftime_now("%b") }}', { now: new Date(2026, 11, 24) })).toBe('Dec');
  });
});

test('a template that takes a date gets one only when asked to; else it writes its own', () => {
  const template =
    '{% if not date_string is defined %}{% set date_string = "26 Jul 2024" %}{% endif %}{{ date_string }}';
  expect([render(template), render(template, { tellsDate: true })]).toEqual(['26 Jul 2024', '05 Mar 2026']);
});

describe('a template that fails', () => {
  test.each([
    ["{{ raise_exception('Only user and assistant') }}", 'Only user and assistant'],
    ['{{ range(100000000) }}', because('template-at-fault', { detail: 'range() of 100000000 numbers' })],
    ['{{ range(1, 5, 0) }}', because('template-at-fault', { detail: 'range() with a step of zero' })],
    ['{{ lipsum() }}', because('template-uses', { detail: 'the function lipsum' })],
  ])('%j says %j', (template, reason) => {
    const error = (() => {
      try {
        return render(template);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(SarviError);
    expect(error).toMatchObject({ code: 'template-failed', details: { reason } });
  });

  test('what is wrong is told in Finnish too, with only the term of Jinja as it is', () => {
    const { details } = SarviError.from(templateFailed(new NotSupported('.fromkeys()')));
    expect(reasonText(String(details['reason']), 'fi')).toBe(
      'siinä on Jinjan rakenne, jota Sarvi ei tunne (.fromkeys())',
    );
  });
});
