export function fakeBridge(_q: string): never { throw new Error('soon'); }
