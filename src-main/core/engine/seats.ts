import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { EngineModel } from './engine-model.ts';
import { settledOptions, type Beside, type EngineOptions } from './engine-options.ts';
import type { EnginePorts } from './engine-process.ts';
import { Seat } from './seat.ts';
import { Turns } from './turns.ts';

/** A comparison has two sides. */
const MOST_SEATS = 2;

/**
 * Which model has which engine process: where it is or is wanted, else beside the others where they leave room, else in
 * place of one.
 */
export class Seats {
  readonly #ports: EnginePorts;
  readonly #options: EngineOptions;
  readonly #onStatus: () => void;
  /** The one that was used last comes first. */
  #seats: readonly Seat[];
  /** Models without a seat get theirs one after the other, each weighed against those before it. */
  readonly #seating = new Turns();
  #isDisposed = false;

  /** @param onStatus - hears of every change of a process, and of another one that comes first */
  constructor(ports: EnginePorts, options: EngineOptions, onStatus: () => void) {
    this.#ports = ports;
    this.#options = options;
    this.#onStatus = onStatus;
    this.#seats = [this.#makeSeat()];
  }

  /** The one that was used last comes first. */
  get all(): readonly Seat[] {
    return this.#seats;
  }

  /** Of the model that was asked for last. */
  get first(): Seat {
    const [first] = this.#seats;
    if (!first) throw new Error('the engine has no seat');
    return first;
  }

  /** The seat of a model, which has it until it is left (`Seat.leave`). @throws SarviError `engine-unavailable` */
  async enter(model: EngineModel): Promise<Seat> {
    const found = this.#findSeat(model);
    if (found) return this.#enter(found, model);
    const turn = await this.#seating.take();
    try {
      const seat = this.#findSeat(model) ?? (await this.#freeSeat(model)) ?? this.#seatToGiveUp();
      if (this.#isDisposed) throw new SarviError('engine-unavailable', { reason: because('sarvi-is-closing') });
      return this.#enter(seat, model);
    } finally {
      turn?.release();
    }
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await Promise.all(this.#seats.map((seat) => seat.dispose()));
  }

  #findSeat({ path }: EngineModel): Seat | undefined {
    return this.#seats.find((seat) => seat.models.some((one) => one.path === path));
  }

  /** An empty one, if there may be one more model in memory. */
  async #freeSeat(model: EngineModel): Promise<Seat | null> {
    const empty = this.#seats.find(({ models }) => models.length === 0);
    if (!empty && this.#seats.length === MOST_SEATS) return null;
    for (const seat of this.#seats) {
      for (const other of seat.models) {
        if (!(await this.#fits(model, { model: other, inMemory: seat.host.inMemory === other }))) return null;
      }
    }
    if (empty || this.#isDisposed) return empty ?? null;
    const seat = this.#makeSeat();
    this.#seats = [...this.#seats, seat];
    return seat;
  }

  #seatToGiveUp(): Seat {
    const taken = this.#seats.filter(({ models }) => models.length > 0);
    const seat = taken.findLast((one) => !one.isBusy()) ?? taken.at(-1) ?? this.#seats.at(-1);
    if (!seat) throw new Error('the engine has no seat');
    return seat;
  }

  async #fits(model: EngineModel, other: Beside): Promise<boolean> {
    return (await this.#options.fitsBeside?.(model, [other])) === true;
  }

  /**
   * Frees what lies in other seats when the model would not fit beside it, after the answers that it writes. A seat
   * that waits for this has nothing in memory, so no two of them wait for each other.
   */
  async #makeRoom(model: EngineModel, seat: Seat): Promise<void> {
    for (const other of this.#seats) {
      if (other === seat) continue;
      for (let held = other.host.inMemory; held; held = other.host.inMemory) {
        if (await this.#fits(model, { model: held, inMemory: true })) break;
        await other.free(held.id);
      }
    }
  }

  #beside(seat: Seat): Beside[] {
    const others = this.#seats.filter((other) => other !== seat);
    return others.flatMap(({ host }) => (host.model ? { model: host.model, inMemory: host.inMemory !== null } : []));
  }

  #enter(seat: Seat, model: EngineModel): Seat {
    seat.enter(model);
    if (this.#seats[0] !== seat) {
      this.#seats = [seat, ...this.#seats.filter((other) => other !== seat)];
      this.#onStatus();
    }
    return seat;
  }

  #makeSeat(): Seat {
    const { affordableSlots } = this.#options;
    const seat: Seat = new Seat(this.#ports, {
      ...settledOptions(this.#options),
      affordableSlots: (model, wanted) =>
        affordableSlots?.(model, wanted, this.#beside(seat)) ?? Promise.resolve(wanted),
      makeRoom: (model) => this.#makeRoom(model, seat),
    });
    seat.host.onStatus(() => this.#onStatus());
    return seat;
  }
}
