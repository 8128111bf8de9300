import type { ScopeNames } from './scope-names.ts';
import { Undefined, type Value } from './values.ts';

/** A scope: its own variables, then those around it, then those that the template was given. */
export class Scope {
  readonly #variables = new Map<string, Value>();
  readonly #names: ScopeNames;
  readonly #outer: Scope | null;
  readonly #given: ReadonlyMap<string, Value>;

  constructor(names: ScopeNames, outer: Scope | null, given: ReadonlyMap<string, Value>) {
    this.#names = names;
    this.#outer = outer;
    this.#given = given;
    for (const name of names.own) {
      if (outer?.mentions(name) !== true) this.#variables.set(name, notDefined(name));
    }
  }

  inside(names: ScopeNames): Scope {
    return new Scope(names, this, this.#given);
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
