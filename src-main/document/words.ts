/** Words between the messages of an exported conversation. */
export const EXPORT_WORDS = {
  en: {
    untitled: 'Untitled conversation',
    user: 'You',
    assistant: 'Model',
    system: 'Instructions',
    begun: 'Begun',
    notes: 'Footnotes',
  },
  fi: {
    untitled: 'Nimetön keskustelu',
    user: 'Sinä',
    assistant: 'Malli',
    system: 'Ohjeet',
    begun: 'Aloitettu',
    notes: 'Alaviitteet',
  },
} as const;

export type ExportLanguage = keyof typeof EXPORT_WORDS;

/** `2026-01-31 18:05` in the time of this machine. */
export function timeText(ms: number): string {
  const time = new Date(ms);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
