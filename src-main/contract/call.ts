import type * as v from 'valibot';
import type { ErrorCode } from './errors.ts';

/** The errors of any call: a wrong input, a defect, and a lost bridge. */
export const COMMON_ERRORS = ['invalid-input', 'internal', 'connection-lost'] as const satisfies ErrorCode[];

/** Any valibot schema without asynchronous parts. */
export type Schema = v.GenericSchema;

/**
 * One request from a renderer or a command line to the core. The core validates `input` before a handler sees it;
 * `output` types the answer; `errors` are the codes that its handler may throw, in addition to those of any call
 * (`COMMON_ERRORS`). A call with `data-folder-gone` is refused while the data folder is away, because its changes would
 * be lost without a message.
 */
export interface Call<Name extends string, Input extends Schema, Output extends Schema, Code extends ErrorCode> {
  readonly kind: 'call';
  readonly name: Name;
  readonly input: Input;
  readonly output: Output;
  readonly errors: readonly Code[];
}

/** An event for every open renderer. */
export interface ContractEvent<Name extends string, Payload extends Schema> {
  readonly kind: 'event';
  readonly name: Name;
  readonly payload: Payload;
}

export function call<
  const Name extends string,
  Input extends Schema,
  Output extends Schema,
  const Code extends ErrorCode = never,
>(name: Name, parts: { input: Input; output: Output; errors?: readonly Code[] }): Call<Name, Input, Output, Code> {
  return { kind: 'call', name, input: parts.input, output: parts.output, errors: parts.errors ?? [] };
}

export function event<const Name extends string, Payload extends Schema>(
  name: Name,
  payload: Payload,
): ContractEvent<Name, Payload> {
  return { kind: 'event', name, payload };
}

export type AnyCall = Call<string, Schema, Schema, ErrorCode>;
export type AnyEvent = ContractEvent<string, Schema>;

/** Files that declare calls also export schemas and constants, so any value may come here. */
export function isCall(value: unknown): value is AnyCall {
  return isOfKind(value, 'call');
}

export function isEvent(value: unknown): value is AnyEvent {
  return isOfKind(value, 'event');
}

function isOfKind(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}
