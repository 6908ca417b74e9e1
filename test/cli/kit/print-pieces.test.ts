import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { printPieces } from '#src/cli/kit/context.ts';

it('prints a file no faster than it is read, and holds no more of it than one piece', async () => {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    written.push(String(piece));
    return false;
  });
  onTestFinished(() => write.mockRestore());
  const made: string[] = [];
  async function* pieces() {
    for (const piece of ['a\r\n', 'largesse demo\u202E\r\n']) {
      made.push(piece);
      yield await Promise.resolve(piece);
    }
  }

  const printed = printPieces(pieces());
  await nextTurn();
  const before = [...made];
  process.stdout.emit('drain');
  await nextTurn();
  process.stdout.emit('drain');
  await printed;

  expect(before).toEqual(['a\r\n']);
  expect(written).toEqual(['a\r\n', 'largesse demo\r\n']);
});
