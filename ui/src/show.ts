import { mount } from 'svelte';
import type { Session } from '$lib/state/session.svelte';
import App from './App.svelte';

/** Puts the window's page on the screen. */
export function show(session: Session, target: HTMLElement): void {
  mount(App, { target, props: { session } });
}
