import { describe, expect, it } from 'vitest';
import { openWhenNeeded } from '#src/process/open-when-needed.ts';

/** A door that notes what is done with it; its first openings fail. */
function makeDoor({ failures = 0 } = {}) {
  const noted: string[] = [];
  const door = openWhenNeeded(
    async () => {
      noted.push('opened');
      if (noted.length <= failures) throw new Error('it is stuck');
      return 'a room';
    },
    async (room) => void noted.push(`closed ${room}`),
  );
  return { door, noted };
}

describe('what is opened when it is needed', () => {
  it('is neither opened nor closed while nobody asks for it', async () => {
    const { door, noted } = makeDoor();

    await door.close();

    expect(noted).toEqual([]);
  });

  it('is opened once for all who ask, and closed', async () => {
    const { door, noted } = makeDoor();

    const rooms = await Promise.all([door.get(), door.get()]);
    await door.close();

    expect(rooms).toEqual(['a room', 'a room']);
    expect(noted).toEqual(['opened', 'closed a room']);
  });

  it('is tried again after it could not be opened, and then there is nothing to close', async () => {
    const { door, noted } = makeDoor({ failures: 1 });

    await expect(door.get()).rejects.toThrow('it is stuck');
    await door.close();
    const room = await door.get();

    expect(room).toBe('a room');
    expect(noted).toEqual(['opened', 'opened']);
  });
});
