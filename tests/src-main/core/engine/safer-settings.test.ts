import { expect, test } from 'vitest';
import { RestartDelay } from '../../../../src-main/core/engine/restart-delay.ts';
import { SaferSettings } from '../../../../src-main/core/engine/safer-settings.ts';

test('three failures in a row take one step: fewer layers, none, then a smaller window', () => {
  const safer = new SaferSettings();
  const failed = (gpuLayers: number, contextTokens: number) =>
    safer.failed('model', { gpuLayers, contextTokens }, 'it ran out of memory');
  expect([failed(33, 8192), failed(33, 8192)]).toEqual([null, null]);
  expect(failed(33, 8192)).toMatchObject({ code: 'engine-fewer-layers', details: { layers: 16 } });
  expect(safer.limitsOf('model')).toEqual({ cpuOnly: false, maxGpuLayers: 16, maxContextTokens: null });
  expect([failed(16, 8192), failed(16, 8192), failed(16, 8192)?.code]).toEqual([null, null, 'engine-without-graphics']);
  expect([failed(0, 8192), failed(0, 8192)]).toEqual([null, null]);
  expect(failed(0, 8192)).toMatchObject({ code: 'engine-smaller-window', details: { tokens: 4096 } });
  expect(safer.limitsOf('model')).toEqual({ cpuOnly: true, maxGpuLayers: 16, maxContextTokens: 4096 });
  expect(safer.limitsOf('another')).toEqual({ cpuOnly: false, maxGpuLayers: null, maxContextTokens: null });
});

test('an answer in between begins the count again', () => {
  const safer = new SaferSettings();
  const how = { gpuLayers: 0, contextTokens: 8192 };
  for (let round = 0; round < 3; round += 1) {
    expect([safer.failed('model', how, ''), safer.failed('model', how, '')]).toEqual([null, null]);
    safer.succeeded('model');
  }
  expect(safer.limitsOf('model').maxContextTokens).toBeNull();
});

test('a window that is small already stays', () => {
  const safer = new SaferSettings();
  const how = { gpuLayers: 0, contextTokens: 2000 };
  for (let failure = 0; failure < 5; failure += 1) expect(safer.failed('model', how, '')).toBeNull();
});

test('one death costs nothing, more wait twice as long each, and an answer ends that', () => {
  const delay = new RestartDelay();
  const waits = Array.from({ length: 9 }, () => {
    delay.died();
    return delay.ms;
  });
  expect(waits).toEqual([0, 250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  delay.worked();
  expect(delay.ms).toBe(0);
});
