/** Errors as the API tells them: in the form of OpenAI's, always an object. */
import { sentenceOf } from '#contract/error-sentences';
import { SarviError, type ErrorCode } from '#contract/errors';

export type ApiErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found_error'
  | 'not_supported_error'
  | 'unavailable_error'
  | 'server_error';

export interface ApiErrorParts {
  readonly status: number;
  readonly type: ApiErrorType;
  readonly message: string;
  readonly code?: string | null;
  /** The field of the request that is at fault. */
  readonly param?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further fields of the error object. */
  readonly facts?: Readonly<Record<string, number>>;
}

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly parts: ApiErrorParts;

  constructor(parts: ApiErrorParts, cause?: unknown) {
    super(parts.message, cause === undefined ? undefined : { cause });
    this.parts = parts;
  }

  get status(): number {
    return this.parts.status;
  }

  /** The body of an answer, and the data of an error frame. */
  toBody(): { readonly error: Readonly<Record<string, unknown>> } {
    const { type, message, code = null, param = null, facts = {} } = this.parts;
    return { error: { message, type, param, code, ...facts } };
  }
}

/** A request that is refused because of one of its fields. */
export function refusedField(param: string | null, message: string, code: string | null = null): ApiError {
  return new ApiError({ status: 400, type: 'invalid_request_error', message, param, code });
}

/** Clients try again by themselves after 5xx; this one has the same result. */
const NO_RETRY = { 'x-should-retry': 'false' };
/** A load or another request may be over by then. */
export const RETRY_SOON = { 'retry-after': '5' };

type Mapped = Omit<ApiErrorParts, 'message'>;

const INVALID: Mapped = { status: 400, type: 'invalid_request_error' };
const MAPPED: Partial<Record<ErrorCode, Mapped>> = {
  'invalid-input': INVALID,
  'grammar-invalid': { ...INVALID, param: 'response_format', code: 'invalid_grammar' },
  'schema-invalid': { ...INVALID, param: 'response_format', code: 'invalid_grammar' },
  'template-failed': { ...INVALID, param: 'messages', code: 'template_failed' },
  'licence-not-accepted': { status: 403, type: 'permission_error', code: 'licence_not_accepted' },
  'model-unknown': { status: 404, type: 'not_found_error', code: 'model_not_found', param: 'model' },
  'model-file-missing': { status: 404, type: 'not_found_error', code: 'model_not_found', param: 'model' },
  'model-file-changed': { status: 404, type: 'not_found_error', code: 'model_not_found', param: 'model' },
  'no-model': { status: 503, type: 'unavailable_error', code: 'no_model', headers: RETRY_SOON },
  'model-does-not-fit': { status: 503, type: 'unavailable_error', code: 'model_does_not_fit', headers: NO_RETRY },
  'model-load-failed': { status: 500, type: 'server_error', code: 'model_load_failed', headers: NO_RETRY },
  'engine-unavailable': { status: 503, type: 'unavailable_error', code: 'engine_unavailable', headers: NO_RETRY },
  'engine-crashed': { status: 500, type: 'server_error', code: 'engine_crashed', headers: NO_RETRY },
  'scoring-crashed': { status: 500, type: 'server_error', code: 'engine_crashed', headers: NO_RETRY },
  cancelled: { status: 503, type: 'unavailable_error', code: 'cancelled', headers: NO_RETRY },
};

/** Any thrown value in the terms of the API. */
export function apiErrorOf(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const error = SarviError.from(thrown);
  // What a listener of an answer has refused.
  if (error.cause instanceof ApiError) return error.cause;
  const message = sentenceOf(error, 'en');
  if (error.code === 'prompt-too-long') return tooLong(error);
  const mapped = MAPPED[error.code];
  if (mapped) return new ApiError({ ...mapped, message }, thrown);
  return new ApiError(
    {
      status: 500,
      type: 'server_error',
      code: error.code,
      message: 'Sarvi failed; its log says why.',
      headers: NO_RETRY,
    },
    thrown,
  );
}

function tooLong(error: SarviError): ApiError {
  const { tokens: found, contextTokens, limit } = error.details;
  // Scoring knows only what the model was trained for.
  const [tokens, window] = [Number(found), Number(contextTokens ?? limit)];
  return new ApiError({
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    param: 'messages',
    message: `The prompt has ${tokens} tokens, and the context window of the model ${window}. Nothing was left out or cut; send less.`,
    facts: { n_prompt_tokens: tokens, n_ctx: window },
  });
}

/** The user or the app has ended the answer: never a false `stop`. */
export function cancelledError(): ApiError {
  return apiErrorOf(new SarviError('cancelled'));
}
