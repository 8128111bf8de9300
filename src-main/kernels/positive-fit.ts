import { nearestInt, smaller } from './rounding';

/** The most rounds in which single levels are changed to reduce the error. */
const MOST_ROUNDS = 5;

/**
 * The scale for levels 0 to `top` of a few non-negative numbers: ggml's `make_qp_quants`.
 *
 * @param levels - address for their levels, one byte each
 */
export function fitPositive(values: usize, weights: usize, count: usize, top: i32, levels: usize): f32 {
  const topFloat = f32(top);
  let max: f32 = 0;
  for (let i: usize = 0; i < count; i += 1) {
    const x = load<f32>(values + i * 4);
    max = max > x ? max : x;
  }
  if (max < <f32>1e-15) {
    memory.fill(levels, 0, count);
    return 0;
  }
  let inverse = topFloat / max;
  const scale = <f32>1 / inverse;
  let least: f32 = 0;
  for (let i: usize = 0; i < count; i += 1) {
    const x = load<f32>(values + i * 4);
    const difference = x - scale * f32(u8(nearestInt(inverse * x)));
    least += load<f32>(weights + i * 4) * difference * difference;
  }
  for (let step = -4; step <= 4; step += 1) {
    if (step == 0) continue;
    const stepInverse = (<f32>0.1 * f32(step) + topFloat) / max;
    const stepScale = <f32>1 / stepInverse;
    let error: f32 = 0;
    for (let i: usize = 0; i < count; i += 1) {
      const x = load<f32>(values + i * 4);
      const difference = x - stepScale * f32(smaller(top, nearestInt(stepInverse * x)));
      error += load<f32>(weights + i * 4) * difference * difference;
    }
    if (error < least) {
      least = error;
      inverse = stepInverse;
    }
  }
  let sumLX: f32 = 0;
  let sumLL: f32 = 0;
  for (let i: usize = 0; i < count; i += 1) {
    const x = load<f32>(values + i * 4);
    const w = load<f32>(weights + i * 4);
    const level = smaller(top, nearestInt(inverse * x));
    store<u8>(levels + i, u8(level));
    sumLX += w * x * f32(level);
    sumLL += w * f32(level) * f32(level);
  }
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let hasChanged = false;
    for (let i: usize = 0; i < count; i += 1) {
      const w = load<f32>(weights + i * 4);
      const x = load<f32>(values + i * 4);
      const old = i32(load<u8>(levels + i));
      let withoutLX = sumLX - w * x * f32(old);
      let withoutLL = sumLL - w * f32(old) * f32(old);
      if (!(withoutLX > 0 && withoutLL > 0)) continue;
      const level = smaller(top, nearestInt((x * withoutLL) / withoutLX));
      if (level == old) continue;
      withoutLX += w * x * f32(level);
      withoutLL += w * f32(level) * f32(level);
      if (!(withoutLX * withoutLX * sumLL > sumLX * sumLX * withoutLL)) continue;
      store<u8>(levels + i, u8(level));
      sumLX = withoutLX;
      sumLL = withoutLL;
      hasChanged = true;
    }
    if (!hasChanged) break;
  }
  return sumLL > 0 ? sumLX / sumLL : 0;
}
