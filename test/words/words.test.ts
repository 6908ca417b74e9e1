import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { en } from '#src/words/en.ts';
import { createWords, type Say } from '#src/words/words.ts';

const words = createWords();

/** Says any message, with each of its arguments filled in. */
function sayAny(key: keyof typeof en): string {
  const names = Array.from(en[key].matchAll(/\{(\w+)[,}]/gu), ([, name]) => name ?? '');
  const args = Object.fromEntries(names.map((name) => [name, name === 'count' ? 2 : `<${name}>`]));
  return (words.say as (key: string, args: object) => ReturnType<Say>)(key, args);
}

describe('what people read', () => {
  it.each(Object.keys(en) as (keyof typeof en)[])('%s can be said, with every argument in it', (key) => {
    const said = sayAny(key);

    const names = Array.from(en[key].matchAll(/\{(\w+)\}/gu), ([, name]) => name ?? '');
    expect(said).not.toBe('');
    for (const name of names) expect(said).toContain(name === 'count' ? '2' : `<${name}>`);
    expect(said).not.toMatch(/[{}]/u);
  });

  it('sends nobody in chat to a shell: only those who are in one read its commands', () => {
    const readInTheShell = ['refusal.unknown-gift', 'refusal.unknown-pending', 'refusal.unknown-account'];

    const commands = Object.entries(en).filter(([, text]) => /`(?:largesse|npx|npm)\b|the shell/u.test(text));

    expect(commands.map(([key]) => key)).toEqual(readInTheShell);
  });

  it('says each thing in one file only: of two, the later one would hide the other', async () => {
    const files = await readdir('src/words/en');
    const texts = await Promise.all(files.map((file) => readFile(`src/words/en/${file}`, 'utf8')));
    const keys = texts.flatMap((text) =>
      Array.from(text.matchAll(/^ {2}'?([\w.-]+)'?:/gmu), ([, key]) => key),
    );

    expect(keys.length).toBeGreaterThan(1000);
    expect(keys.length).toBe(Object.keys(en).length);
  });

  it('uses no straight quotation marks: in a message they would be an escape', () => {
    const straight = Object.entries(en).filter(([, text]) => text.includes("'"));

    expect(straight).toEqual([]);
  });

  it('puts names in as they are, even those that look like messages', () => {
    const name = "{amount} <b># 'quoted'</b>";

    expect(words.say('refusal.bot-recipient', { name })).toBe(`${name} is a bot. Gifts are for people.`);
  });

  it('counts as people do', () => {
    expect(words.say('balance.waiting', { count: 1 })).toMatch(/^One gift is waiting for you/u);
    expect(words.say('balance.waiting', { count: 3 })).toMatch(/^3 gifts are waiting for you/u);
  });

  it('writes dates in the reader’s language and the department’s zone', () => {
    const at = new Date('2026-12-01T04:00:00Z');

    expect(words.date(at, 'America/New_York')).toBe('November 30, 2026');
    expect(words.date(at, 'UTC')).toBe('December 1, 2026');
    expect(words.time(at).replaceAll(/\p{Zs}/gu, ' ')).toBe('4:00 AM UTC');
  });

  it('speaks English where a language is not there yet', () => {
    expect(createWords('tlh').say('gift.code')).toBe(en['gift.code']);
  });
});
