/** A template that Jinja2 would refuse as well, in its parser or while it renders. */
export class TemplateError extends Error {}

/** Jinja2 supports this and Sarvi does not: the template is refused, because anything else would change the prompt. */
export class NotSupported extends Error {
  /** What the template uses, in the terms of Jinja. */
  readonly what: string;

  constructor(what: string) {
    super(`the chat template uses ${what}, which Sarvi does not know`);
    this.what = what;
  }
}
