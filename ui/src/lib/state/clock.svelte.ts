import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 1000);
  return () => clearInterval(timer);
});

/** Now, in milliseconds; what reads it in a template is drawn again each second while it is seen. */
export function now(): number {
  subscribe();
  return Date.now();
}
