import type { Preferences } from '$lib/bridge/generated/protocol';
import { speak } from '$lib/preferences';
import type { Session } from '$lib/state/session.svelte';

/** Changes what the user has set. It acts at once, and is taken back where it cannot be kept. */
export async function change(session: Session, to: Partial<Preferences>): Promise<void> {
  const before = session.preferences;
  session.preferences = { ...before, ...to };
  const kept = await session.attempt(() => session.bridge.changePreferences({ ...before, ...to }));
  session.preferences = kept ?? before;
  if (kept && kept.language !== before.language) speak(kept.language);
}
