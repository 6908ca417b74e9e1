import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { watchFolders } from '../../.dev/watch-folders.ts';

const root = mkdtempSync(join(tmpdir(), 'largesse-watch-'));
const end = new AbortController();

mkdirSync(join(root, 'src/gift'), { recursive: true });
const changes = watchFolders({ root, folders: ['src'], names: /^[^.].*\.ts$/u, signal: end.signal });

function write(file: string, text = ''): void {
  writeFileSync(join(root, file), text);
}

async function nextChange(): Promise<string[] | undefined> {
  const { value } = await changes.next();
  return value?.toSorted();
}

describe('watching folders', () => {
  it('gives what is saved, several files at once as one change', async () => {
    const change = nextChange();
    write('src/a.ts');
    write('src/gift/b.ts');

    expect(await change).toEqual(['src/a.ts', 'src/gift/b.ts']);
  });

  it('sees a file that an editor puts in the place of another, each time', async () => {
    for (const text of ['one', 'two']) {
      const change = nextChange();
      write('src/gift/.b.ts.swp', text);
      renameSync(join(root, 'src/gift/.b.ts.swp'), join(root, 'src/gift/b.ts'));

      expect(await change).toEqual(['src/gift/b.ts']);
    }
  });

  it('looks into folders that are made later', async () => {
    const change = nextChange();
    mkdirSync(join(root, 'src/wallet'));
    await sleep(200);
    write('src/wallet/c.ts');

    expect(await change).toEqual(['src/wallet/c.ts']);
  });

  it('gives what goes, and nothing of what is no source', async () => {
    const change = nextChange();
    write('src/notes.txt');
    rmSync(join(root, 'src/a.ts'));

    expect(await change).toEqual(['src/a.ts']);
  });

  it('ends when it is told to', async () => {
    const change = nextChange();
    end.abort();

    expect(await change).toBeUndefined();
    rmSync(root, { recursive: true });
  });
});
