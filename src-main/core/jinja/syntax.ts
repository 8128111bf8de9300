/** The tree of a parsed template. */

export type Constant = null | boolean | bigint | number | string;

export interface Arguments {
  readonly positional: readonly Expression[];
  readonly keywords: readonly (readonly [string, Expression])[];
  /** `*expression` */
  readonly spread: Expression | null;
  /** `**expression` */
  readonly keywordSpread: Expression | null;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

export interface FilterExpression {
  readonly type: 'filter';
  readonly name: string;
  /** Null stands for the text of a filter block. */
  readonly operand: Expression | null;
  readonly args: Arguments;
}

export interface CallExpression {
  readonly type: 'call';
  readonly callee: Expression;
  readonly args: Arguments;
}

export interface SliceExpression {
  readonly type: 'slice';
  readonly start: Expression | null;
  readonly stop: Expression | null;
  readonly step: Expression | null;
}

export type Expression =
  | { readonly type: 'constant'; readonly value: Constant }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'list' | 'tuple'; readonly items: readonly Expression[] }
  | { readonly type: 'dict'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly type: 'attribute'; readonly object: Expression; readonly name: string }
  | { readonly type: 'item'; readonly object: Expression; readonly key: Expression | SliceExpression }
  | CallExpression
  | FilterExpression
  | { readonly type: 'test'; readonly name: string; readonly operand: Expression; readonly args: Arguments }
  | { readonly type: 'not' | 'negative' | 'positive'; readonly operand: Expression }
  | { readonly type: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly type: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly type: 'concat'; readonly parts: readonly Expression[] }
  | {
      readonly type: 'compare';
      readonly first: Expression;
      readonly rest: readonly (readonly [ComparisonOperator, Expression])[];
    }
  | {
      readonly type: 'condition';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression | null;
    };

export type Target =
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'targets'; readonly targets: readonly Target[] }
  | { readonly type: 'namespace'; readonly name: string; readonly attribute: string };

export interface MacroBody {
  readonly name: string | null;
  readonly parameters: readonly string[];
  /** Defaults of the last parameters. */
  readonly defaults: readonly Expression[];
  readonly body: Block;
}

export interface ForStatement {
  readonly type: 'for';
  readonly target: Target;
  readonly iterable: Expression;
  readonly test: Expression | null;
  readonly recursive: boolean;
  readonly body: Block;
  readonly otherwise: Block;
}

export type Statement =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'output'; readonly expression: Expression }
  | {
      readonly type: 'if';
      readonly branches: readonly { readonly test: Expression; readonly body: Block }[];
      readonly otherwise: Block;
    }
  | ForStatement
  | { readonly type: 'set'; readonly target: Target; readonly value: Expression }
  | {
      readonly type: 'set-block';
      readonly target: Target;
      readonly filter: FilterExpression | null;
      readonly body: Block;
    }
  | { readonly type: 'macro'; readonly macro: MacroBody }
  | { readonly type: 'call-block'; readonly call: CallExpression; readonly caller: MacroBody }
  | { readonly type: 'filter-block'; readonly filter: FilterExpression; readonly body: Block }
  | {
      readonly type: 'with';
      readonly targets: readonly Target[];
      readonly values: readonly Expression[];
      readonly body: Block;
    }
  | { readonly type: 'break' | 'continue' };

export type Block = readonly Statement[];
