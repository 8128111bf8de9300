/** The recipes for whole files. */
import * as v from 'valibot';

/** Recipes for a whole file, as llama.cpp names them, largest first. */
export const QUANTIZATION_TYPES = [
  'F32',
  'F16',
  'BF16',
  'Q8_0',
  'Q6_K',
  'Q5_1',
  'Q5_K_M',
  'Q5_K_S',
  'Q5_0',
  'Q4_1',
  'Q4_K_M',
  'Q4_K_S',
  'IQ4_NL',
  'Q4_0',
  'IQ4_XS',
  'Q3_K_L',
  'Q3_K_M',
  'Q3_K_S',
  'Q2_K',
] as const;
export const QuantizationType = v.picklist(QUANTIZATION_TYPES);
export type QuantizationType = (typeof QUANTIZATION_TYPES)[number];
/** The recipe that is offered first. */
export const DEFAULT_QUANTIZATION: QuantizationType = 'Q4_K_M';
