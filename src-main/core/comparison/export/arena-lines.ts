import { type ExportSource, type Piece, type Said } from './export-source.ts';

const VOTES_PER_PIECE = 200;
const WINNERS = { a: 'model_a', b: 'model_b', tie: 'tie', 'both-bad': 'tie (bothbad)' } as const;
const LANGUAGES = { fi: 'Finnish', en: 'English' } as const;

/**
 * A line of JSON for each vote, with the fields of Chatbot Arena's battles. Repeats and pairs that nobody saw are left
 * out.
 *
 * @see lm-sys/FastChat fastchat/serve/monitor/clean_battle_data.py
 */
export async function arenaLines(source: ExportSource, cursor: number): Promise<Piece> {
  const { names, votes, talk } = source;
  let text = '';
  for (const vote of votes.slice(cursor, cursor + VOTES_PER_PIECE)) {
    if (vote.repeats !== null || vote.outcome === 'identical') continue;
    const [ofA, ofB] = [await talk(vote.aMessageId), await talk(vote.bMessageId)];
    const line = {
      question_id: vote.rowId,
      model_a: names.get(vote.a) ?? vote.a,
      model_b: names.get(vote.b) ?? vote.b,
      winner: WINNERS[vote.outcome],
      judge: 'human',
      conversation_a: messagesOf(ofA),
      conversation_b: messagesOf(ofB),
      turn: ofA.filter(({ role }) => role === 'user').length,
      anony: true,
      language: vote.language === null ? 'unknown' : LANGUAGES[vote.language],
      tstamp: vote.decidedAt / 1000,
      ...(vote.category === null ? {} : { category: vote.category }),
    };
    text += `${JSON.stringify(line)}\n`;
  }
  const next = cursor + VOTES_PER_PIECE;
  return { text, nextCursor: next < votes.length ? next : null };
}

function messagesOf(talk: readonly Said[]): { role: string; content: string }[] {
  return talk.map(({ role, text }) => ({ role, content: text }));
}
