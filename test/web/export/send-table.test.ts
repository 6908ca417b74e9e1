import { Hono } from 'hono';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FileFormat } from '#src/domain/kit/file-format.ts';
import { sendTable } from '#src/web/export/send-table.ts';
import { numberCell, textCell } from '#src/web/export/table-file.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** A table that never ends, at an address; and whether anybody still reads it. */
function serveEndless(format: FileFormat, locale = 'en-US') {
  let isRead = false;
  const log = createRecordingLog();
  async function* endless() {
    isRead = true;
    try {
      while (true) yield { name: 'Köln', amount: '-5.00' };
    } finally {
      isRead = false;
    }
  }
  const app = new Hono();
  app.get('/file', (c) =>
    sendTable(
      c,
      {
        name: 'endless',
        columns: [
          { label: 'Name', cell: ({ name }) => textCell(name) },
          { label: 'Amount', cell: ({ amount }) => numberCell(amount) },
        ],
        rows: endless(),
      },
      { format, locale, log },
    ),
  );
  return { app, isRead: () => isRead, told: () => log.lines.map(({ message }) => message) };
}

async function beginOf(response: Response): Promise<{ text: string; reader: ReadableStreamDefaultReader }> {
  if (!response.body) throw new Error('nothing was sent');
  const reader = response.body.getReader();
  const { value } = await reader.read();
  return { text: Buffer.from(value ?? new Uint8Array()).toString('latin1'), reader };
}

describe.each(['csv', 'xlsx'] as const)('a file of kind %s', (format) => {
  it('comes while its rows are read, and they are left alone once nobody takes it any more', async () => {
    const { app, isRead, told } = serveEndless(format);

    const { reader } = await beginOf(await app.request('/file'));
    expect(isRead()).toBe(true);
    await reader.cancel();

    await expect.poll(isRead).toBe(false);
    expect(told()).toEqual([]);
  });

  it('breaks off after ten minutes, so that a slow reader does not hold the database', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { app, isRead, told } = serveEndless(format);
    const { reader } = await beginOf(await app.request('/file'));

    vi.advanceTimersByTime(600_000);
    vi.useRealTimers();

    await expect(readOn(reader)).rejects.toThrow('the file took too long');
    await expect.poll(isRead).toBe(false);
    expect(told()).toEqual(['A file broke off while it was sent']);
  });

  it('is called by its name, and kept by nobody', async () => {
    const response = await serveEndless(format).app.request('/file');
    await response.body?.cancel();

    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="endless.${format}"`);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

async function readOn(reader: ReadableStreamDefaultReader): Promise<void> {
  while (!(await reader.read()).done);
}

describe('a CSV file', () => {
  it.each([
    ['en-US', '', 'Name,Amount'],
    ['de-DE', '', 'Name;Amount'],
    ['de-DE', '?separator=comma', 'Name,Amount'],
    ['en-US', '?separator=semicolon', 'Name;Amount'],
    ['en-US', '?separator=x&separator=semicolon', 'Name,Amount'],
  ])('is parted as people in %s expect, or as the address%s asks', async (locale, query, header) => {
    const { app } = serveEndless('csv', locale);

    const { text, reader } = await beginOf(await app.request(`/file${query}`));
    await reader.cancel();

    expect(text).toContain(header);
  });
});
