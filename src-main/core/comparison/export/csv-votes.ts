import { answersOf, questionsOf, type ExportSource, type Piece } from './export-source.ts';

const VOTES_PER_PIECE = 200;
const COLUMNS = [
  'time',
  'prompt',
  'language',
  'category',
  'question',
  'model_a',
  'model_b',
  'vote',
  'winner',
  'repeat',
  'reasons',
  'note',
  'answer_a',
  'answer_b',
] as const;
/** A spreadsheet treats a cell with such a beginning as a formula and may run it. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
/** The mark by which spreadsheets recognize UTF-8. */
const MARK = '\uFEFF';

/** A line for each vote, and for each pair with the same answers (RFC 4180). */
export async function csvVotes({ names, votes, talk }: ExportSource, cursor: number): Promise<Piece> {
  const lines = cursor === 0 ? [MARK + COLUMNS.join(',')] : [];
  for (const vote of votes.slice(cursor, cursor + VOTES_PER_PIECE)) {
    const [ofA, ofB] = [await talk(vote.aMessageId), await talk(vote.bMessageId)];
    const [a, b] = [names.get(vote.a) ?? vote.a, names.get(vote.b) ?? vote.b];
    const winner = vote.outcome === 'a' ? a : vote.outcome === 'b' ? b : '';
    const fields: Record<(typeof COLUMNS)[number], string> = {
      time: new Date(vote.decidedAt).toISOString(),
      prompt: vote.cluster,
      language: vote.language ?? '',
      category: vote.category ?? '',
      question: questionsOf(ofA),
      model_a: a,
      model_b: b,
      vote: vote.outcome,
      winner,
      repeat: vote.repeats === null ? '' : 'yes',
      reasons: vote.reasons.join(' '),
      note: vote.note,
      answer_a: answersOf(ofA),
      answer_b: answersOf(ofB),
    };
    lines.push(COLUMNS.map((column) => field(fields[column])).join(','));
  }
  const next = cursor + VOTES_PER_PIECE;
  return { text: lines.map((line) => `${line}\r\n`).join(''), nextCursor: next < votes.length ? next : null };
}

function field(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
