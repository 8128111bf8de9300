import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import App from './app/App.svelte';
import QuickApp from './app/QuickApp.svelte';
import { recallTextSize } from './app/remember-text-size.ts';
import { recallTheme } from './app/remember-theme.ts';
import { connect } from './bridge/connect.ts';

recallTheme();
recallTextSize();
const target = document.querySelector('#app');
if (!target) throw new Error('index.html has no #app');
// Only the desktop app has a quick window.
const isQuickWindow = window.sarvi !== undefined && location.search === '?quick';
mount(isQuickWindow ? QuickApp : App, { target, props: { connection: connect() } });
