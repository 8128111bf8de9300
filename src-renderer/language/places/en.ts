/** English for where models are kept. */
import { counted } from '../counted.ts';

export const places = {
  places: {
    title: 'Where the models are',
    now: (folder: string) => `Models are in ${folder}`,
    label: 'Another folder or drive',
    hint: 'Sarvi creates a folder “Sarvi models” in it and moves the models there. You can use Sarvi meanwhile, except with the model that is being moved.',
    choose: 'Choose a folder…',
    wrong: 'Type a whole path that begins at the root, such as D:\\Models or /media/disk.',
    move: 'Move the models',
    moveBack: 'Back to Sarvi’s own folder',
    away: (folder: string) => `${folder} cannot be reached, so the models there do not show. Connect its drive.`,
    elsewhere: counted('en', {
      one: 'One model is still in another folder.',
      other: '# models are still in other folders.',
    }),
    moveRest: 'Move the rest',
    moving: counted('en', { one: 'Moving the last model', other: 'Moving: # models left' }),
    progress: 'Moving the models',
    stop: 'Stop moving',
  },
};
