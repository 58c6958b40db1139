import { isTauri, tauriBridge } from '$lib/bridge/tauri';
import { atStart, dress } from '$lib/preferences';
import { Session } from '$lib/state/session.svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

dress(atStart.theme);

// Outside the program's own window, in a browser, there is only the pretend engine.
const bridge = isTauri() ? tauriBridge : (await import('$lib/bridge/fake')).fakeBridge(location.search);

// The jobs are asked for before what shows them is read: their way through the program takes as long.
const session = new Session(bridge);
void session.open();
const { show } = await import('./show');
const target = document.getElementById('app');
if (target !== null) show(session, target);
