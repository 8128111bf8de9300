import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ModelPlace } from '#contract/model-place-calls';
import type { FakeCore } from '../../builders/fake-bridge.ts';
import { buildInspection, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const OWN = '/home/aino/.local/share/Sarvi/models';
const CHOSEN = '/media/levy/Sarvi models';
const PLACE: ModelPlace = { folder: CHOSEN, isOwn: false, away: [], elsewhere: 0, move: null, error: null };

function renderPlace(place: ModelPlace, core: FakeCore = {}) {
  let present = place;
  return renderApp(
    {
      models: [buildModel()],
      ...core,
      more: () => ({
        'models.place': () => present,
        'models.continueMove': () => (present = { ...present, move: { modelsLeft: 2, bytesDone: 0, bytesTotal: 0 } }),
        'models.moveTo': () => (present = { ...PLACE, folder: OWN, isOwn: true }),
        'models.stopMove': () => null,
      }),
    },
    '#/models',
  );
}

test('says which drive is away and why a move ended, and continues or brings the models back', async () => {
  const error = { code: 'model-in-use', details: { name: 'Poro' }, message: '' } as const;
  const { bridge } = renderPlace({ ...PLACE, away: ['/media/toinen'], elsewhere: 3, error });
  const section = page.getByRole('region', { name: 'Where the models are' });
  await expect.element(section.getByText(/\/media\/toinen cannot be reached/)).toBeVisible();
  await expect.element(section.getByText(/Poro/)).toBeVisible();
  await expect.element(section.getByText('3 models are still in other folders.')).toBeVisible();
  await section.getByRole('button', { name: 'Back to Sarvi’s own folder' }).click();
  await expect.element(section.getByText(`Models are in ${OWN}`)).toBeVisible();
  expect(bridge.calls).toContainEqual({ name: 'models.moveTo', input: { parent: null } });
});

test('a folder is chosen in the dialog of the system, where there is one, and the models move when told to', async () => {
  const desktop = { description: { nativeDialogs: true }, inspections: { '/media/levy': buildInspection() } } as const;
  const { bridge } = renderPlace({ ...PLACE, folder: OWN, isOwn: true }, desktop);
  const section = page.getByRole('region', { name: 'Where the models are' });
  await section.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect.element(section.getByLabelText('Another folder or drive')).toHaveValue('/media/levy');
  expect(bridge.calls).toContainEqual({ name: 'app.choosePath', input: { kind: 'models-folder' } });
  expect(bridge.calls.map(({ name }) => name)).not.toContain('models.moveTo');
  await section.getByRole('button', { name: 'Move the models' }).click();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'models.moveTo', input: { parent: '/media/levy' } });
});

test('a browser has no such dialog', async () => {
  renderPlace(PLACE);
  const section = page.getByRole('region', { name: 'Where the models are' });
  await expect.element(section.getByRole('button', { name: 'Move the models' })).toBeVisible();
  await expect.element(section.getByRole('button', { name: 'Choose a folder…' })).not.toBeInTheDocument();
});

test('shows how far a move is and stops it', async () => {
  const { bridge } = renderPlace({ ...PLACE, elsewhere: 2 });
  const section = page.getByRole('region', { name: 'Where the models are' });
  await section.getByRole('button', { name: 'Move the rest' }).click();
  await expect.element(section.getByRole('progressbar', { name: 'Moving the models' })).toBeVisible();
  bridge.emit('models.placeChanged', { ...PLACE, move: { modelsLeft: 1, bytesDone: 2e9, bytesTotal: 5e9 } });
  await expect.element(section.getByText(/Moving the last model, 2.*5.* GB/)).toBeVisible();
  await section.getByRole('button', { name: 'Stop moving' }).click();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'models.stopMove', input: {} });
  bridge.emit('models.placeChanged', PLACE);
  await expect.element(section.getByRole('progressbar')).not.toBeInTheDocument();
});
