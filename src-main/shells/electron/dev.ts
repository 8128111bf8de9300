/** The desktop shell in development, in place of `main.ts`: electron-vite names its renderer server in the environment. */
import { app } from 'electron';
import { openDevRenderer } from '../dev-renderer.ts';
import { runDesktopShell } from './desktop-shell.ts';

// Otherwise Chromium keeps a page of the `app:` scheme from the server's socket.
app.commandLine.appendSwitch('disable-features', 'LocalNetworkAccessChecks');
runDesktopShell(() => openDevRenderer(process.env['ELECTRON_RENDERER_URL'] ?? ''));
