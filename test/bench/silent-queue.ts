/** Nothing is enqueued: what follows a gift is another bench. */
export const silentQueue = { enqueue: () => Promise.resolve() };
