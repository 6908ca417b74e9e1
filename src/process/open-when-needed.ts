/** Something that may never be needed: `get` opens it once, and `close` closes it if it is open. */
export type OpenedWhenNeeded<T> = { get: () => Promise<T>; close: () => Promise<void> };

/** After a failure, the next `get` tries again. */
export function openWhenNeeded<T>(
  open: () => Promise<T>,
  close: (opened: T) => Promise<void>,
): OpenedWhenNeeded<T> {
  let opening: Promise<T> | undefined;

  async function tryToOpen(): Promise<T> {
    try {
      return await open();
    } catch (error) {
      opening = undefined;
      throw error;
    }
  }

  return {
    get: () => (opening ??= tryToOpen()),
    async close() {
      const opened = await opening?.catch(() => undefined);
      if (opened) await close(opened);
    },
  };
}
