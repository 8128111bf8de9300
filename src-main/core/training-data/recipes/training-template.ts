/** The chat template of an export, which trainers read. */
export const TEMPLATE_FILE = 'chat_template.jinja';

/**
 * Renders user, assistant and system messages as the chat template of Llama 3.1 and Poro 2 does, tools left out, and marks
 * what an assistant says with its end, so that trainers can count the loss on it alone. Trainers refuse the models' own
 * template for that, since it has no such marks.
 */
export const TRAINING_TEMPLATE = `{{- bos_token }}
{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content'] | trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- system_message + "<|eot_id|>" }}
{%- for message in messages %}
    {{- "<|start_header_id|>" + message['role'] + "<|end_header_id|>\\n\\n" }}
    {%- if message['role'] == 'assistant' %}
        {%- generation %}
            {{- message['content'] | trim + "<|eot_id|>" }}
        {%- endgeneration %}
    {%- else %}
        {{- message['content'] | trim + "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- "<|start_header_id|>assistant<|end_header_id|>\\n\\n" }}
{%- endif %}
`;

/** The template as a value of YAML, for trainers that take no file. */
export function templateLines(key: string): string[] {
  return [
    `${key}: |-`,
    ...TRAINING_TEMPLATE.trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}
