import type * as v from 'valibot';
import type { ErrorCode } from './errors.ts';

/** Any valibot schema without asynchronous parts. */
export type Schema = v.GenericSchema;

/**
 * One request from a renderer or a command line to the core. The main side validates `input` before a handler sees
 * it; `output` types the answer; `errors` are the codes that a caller must be ready for, next to the ones that any
 * call may return (`COMMON_ERRORS`).
 */
export interface Call<Name extends string, Input extends Schema, Output extends Schema, Code extends ErrorCode> {
  readonly name: Name;
  readonly input: Input;
  readonly output: Output;
  readonly errors: readonly Code[];
}

/** Something that the core tells every open renderer. */
export interface ContractEvent<Name extends string, Payload extends Schema> {
  readonly name: Name;
  readonly payload: Payload;
}

export function call<
  const Name extends string,
  Input extends Schema,
  Output extends Schema,
  const Code extends ErrorCode = never,
>(name: Name, parts: { input: Input; output: Output; errors?: readonly Code[] }): Call<Name, Input, Output, Code> {
  return { name, input: parts.input, output: parts.output, errors: parts.errors ?? [] };
}

export function event<const Name extends string, Payload extends Schema>(
  name: Name,
  payload: Payload,
): ContractEvent<Name, Payload> {
  return { name, payload };
}
