/** Shows one state of the page: `?state=NAME&language=fi`, with a core in memory behind it. */
import { mount } from 'svelte';
import App from '../../src-renderer/app/App.svelte';
import QuickApp from '../../src-renderer/app/QuickApp.svelte';
import type { ConnectionState } from '../../src-renderer/bridge/connection.ts';
import '../../src-renderer/styles/tokens.css';
import '../../src-renderer/styles/base.css';
import '../../src-renderer/styles/controls.css';
import { FakeBridge } from '../builders/fake-bridge.ts';
import { STATES, isStateName } from './states.ts';

const query = new URLSearchParams(location.search);
const name = query.get('state') ?? '';
if (!isStateName(name)) throw new Error(`there is no state ${name}`);
const language = query.get('language') === 'fi' ? 'fi' : 'en';
const state = STATES[name];

localStorage.clear();
history.replaceState(null, '', `${location.search}${state.hash ?? '#/'}`);
const core = state.core(language);
const bridge = new FakeBridge({ ...core, settings: { language, ...core.settings } });
state.prepare?.(bridge);

let tell: (state: ConnectionState) => void = () => undefined;
const connection = {
  bridge,
  onChange: (listener: (state: ConnectionState) => void) => {
    tell = listener;
    return () => undefined;
  },
};
const target = document.querySelector('#app');
if (!target) throw new Error('the page has no #app');
mount(state.isQuick === true ? QuickApp : App, { target, props: { connection } });
if (state.isConnected === false) setTimeout(() => tell('lost'), 100);
