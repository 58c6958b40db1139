import { mount } from 'svelte';
import { isTauri, tauriBridge } from '$lib/bridge/tauri';
import { Session } from '$lib/state/session.svelte';
import App from './App.svelte';

/** Puts the window's page on the screen. */
export async function show(): Promise<void> {
  // Outside the program's own window, in a browser, there is only the pretend engine.
  const bridge = isTauri() ? tauriBridge : (await import('$lib/bridge/fake')).fakeBridge(location.search);
  const session = new Session(bridge);
  void session.open();
  // All this may be there before the page's end is.
  if (document.readyState === 'loading')
    await new Promise((end) => addEventListener('DOMContentLoaded', end));
  const target = document.getElementById('app');
  if (target !== null) mount(App, { target, props: { session } });
}
