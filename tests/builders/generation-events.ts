/** What a test of chatting sees: the events of generations, kept in order. */
import type { GenerationEvent } from '#contract/chat-calls';

export class GenerationEvents {
  readonly all: GenerationEvent[] = [];
  readonly #waiting: { matches: (event: GenerationEvent) => boolean; resolve: (event: GenerationEvent) => void }[] = [];

  readonly emit = (_name: 'generation.changed', event: GenerationEvent): void => {
    this.all.push(event);
    for (const waiting of this.#waiting.splice(0)) {
      if (waiting.matches(event)) waiting.resolve(event);
      else this.#waiting.push(waiting);
    }
  };

  /** The first event that matches, past or to come. */
  when(matches: (event: GenerationEvent) => boolean): Promise<GenerationEvent> {
    const past = this.all.find(matches);
    if (past) return Promise.resolve(past);
    return new Promise((resolve) => this.#waiting.push({ matches, resolve }));
  }

  /** The last event of one generation. */
  async end(generationId: string): Promise<Extract<GenerationEvent, { kind: 'finished' | 'failed' }>> {
    const isEnd = (event: GenerationEvent): boolean => event.kind === 'finished' || event.kind === 'failed';
    const event = await this.when((each) => each.generationId === generationId && isEnd(each));
    return event as Extract<GenerationEvent, { kind: 'finished' | 'failed' }>;
  }

  of(generationId: string): GenerationEvent[] {
    return this.all.filter((event) => event.generationId === generationId);
  }
}
