import type { FrameNames } from './frame-names.ts';
import { Undefined, type Value } from './values.ts';

/** A scope: its own variables, then those around it, then those that the template was given. */
export class Frame {
  readonly #variables = new Map<string, Value>();
  readonly #names: FrameNames;
  readonly #outer: Frame | null;
  readonly #given: ReadonlyMap<string, Value>;

  constructor(names: FrameNames, outer: Frame | null, given: ReadonlyMap<string, Value>) {
    this.#names = names;
    this.#outer = outer;
    this.#given = given;
    for (const name of names.own) {
      if (outer?.mentions(name) !== true) this.#variables.set(name, notDefined(name));
    }
  }

  inside(names: FrameNames): Frame {
    return new Frame(names, this, this.#given);
  }

  mentions(name: string): boolean {
    return this.#names.mentioned.has(name) || this.#outer?.mentions(name) === true;
  }

  set(name: string, value: Value): void {
    this.#variables.set(name, value);
  }

  get(name: string): Value {
    const value = this.#variables.get(name);
    if (value !== undefined) return value;
    if (this.#outer !== null) return this.#outer.get(name);
    const given = this.#given.get(name);
    return given === undefined ? notDefined(name) : given;
  }
}

function notDefined(name: string): Undefined {
  return new Undefined(`"${name}" is not defined`);
}
