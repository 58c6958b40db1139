import { mount } from 'svelte';
import { isTauri, tauriBridge } from '$lib/bridge/tauri';
import App from './App.svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

// Outside the program's own window, in a browser, there is only the pretend engine.
const bridge = isTauri() ? tauriBridge : (await import('$lib/bridge/fake')).fakeBridge(location.search);

const target = document.getElementById('app');
if (target !== null) mount(App, { target, props: { bridge } });
