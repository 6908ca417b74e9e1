import { describe, expect, it, vi } from 'vitest';
import { FIRST_WORDS } from '#src/cli/commands.ts';
import { createProgram } from '#src/cli/run-program.ts';
import { keysFromText } from '#src/kit/key-ring.ts';
import { packagesLoadedBy } from '#test/helpers/read-imports.ts';
import { largesse, say } from './largesse.ts';

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

type Command = Awaited<ReturnType<typeof createProgram>>;

/** Each command with the words that call it, such as `budget set`. */
function commandsOf(command: Command, before: string[] = []): { call: string; command: Command }[] {
  return command.commands.flatMap((child) => {
    const words = [...before, child.name()];
    return child.commands.length > 0 ? commandsOf(child, words) : [{ call: words.join(' '), command: child }];
  });
}

const CALLS = commandsOf(await createProgram(FIRST_WORDS)).map(({ call }) => call);

describe('the program', () => {
  it('has a command for every use', () => {
    const uses = [
      'start',
      'demo',
      'doctor',
      'migrate',
      'people import',
      'people list',
      'budget set',
      'budget show',
      'recognize',
      'gifts bulk',
      'redeem',
      'balance',
      'approvals list',
      'approvals approve',
      'approvals decline',
      'approvals delegate',
      'report spend',
      'report liability',
      'audit verify',
      'jobs failed',
      'jobs retry',
      'slack manifest',
      'discord register',
      'discord map-role',
      'keys generate',
    ];

    expect(CALLS).toEqual(expect.arrayContaining(uses));
  });

  it.each(CALLS)('explains %s in a line and shows an example', async (call) => {
    const { code, stdout: help } = await say([...call.split(' '), '--help']);

    expect(code).toBe(0);

    expect(help).toMatch(new RegExp(`^Usage: largesse ${call}`, 'u'));
    expect(help).toMatch(new RegExp(`Examples?:\n  .*largesse ${call}`, 'u'));
    expect(help.split('\n')[2]).toMatch(/^\S.{10,}$/u);
  });

  it('marks in each help the options that must be given', async () => {
    const program = await createProgram(FIRST_WORDS);
    const calls = commandsOf(program).filter(({ command }) =>
      command.options.some(({ mandatory }) => mandatory),
    );
    expect(calls.length).toBeGreaterThan(5);

    for (const { call, command } of calls) {
      const { stdout: help } = await say([...call.split(' '), '--help']);
      const text = help.replaceAll(/\n {6,}/gu, ' ');
      for (const { flags, mandatory } of command.options) {
        const line = text.split('\n').find((one) => one.includes(`  ${flags} `));
        expect(`${call} ${flags}: ${line?.includes('(required)')}`).toBe(`${call} ${flags}: ${mandatory}`);
      }
    }
  });

  it('names every command in its help, without loading what they need', async () => {
    const { code, stdout: help } = await largesse(['--help']);

    expect(code).toBe(0);
    expect(FIRST_WORDS.filter((word) => !help.includes(`\n  ${word} `))).toEqual([]);
    expect(packagesLoadedBy('src/cli/main.ts')).toEqual(['commander', 'node:']);
  });

  it('tells its version', async () => {
    const ran = await largesse(['--version']);

    expect(ran).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u), stderr: '' });
  });
});

describe('wrong use', () => {
  it.each([
    [['recogniz'], /unknown command 'recogniz' \(Did you mean recognize\?\)/u],
    [['recognize'], /required option '--as <email>' not specified/u],
    [['recognize', '--as', 'morgan@example.com'], /missing required argument 'person'/u],
    [['recognize', 'bob', 'some', '--as', 'morgan@example.com'], /“some” is not an amount/u],
    [['recognize', 'bob', '5', '--as', 'morgan'], /email address, such as alice@example.com/u],
    [['report', 'spend', '--from', '2026-13'], /or a month, such as 2026-01/u],
    [['report', 'spend', '--from', '2026-02', '--to', '2026-01'], /2026-02-01 is after --to 2026-01-31/u],
    [
      ['gifts', 'list', '--since', '2027-02-01', '--until', '2027-01-31'],
      /--since 2027-02-01 is after --until/u,
    ],
    [['requests', 'list', '--until', '2027-01-31', '--since', '2027-02-01'], /--since 2027-02-01 is after/u],
    [['activity', 'list', '--since', '2027-02-01', '--until', '2027-01-31'], /--since 2027-02-01 is after/u],
    [['activity', 'list', '--kind', 'gift.void'], /Kinds are .*gift\.voided.*policy\.set/u],
    [
      ['people', 'import', 'x', '--map', 'A=name', '--ignore', 'a'],
      /“A” has both --ignore and --map to name/u,
    ],
    [
      ['gifts', 'bulk', 'x', '--as', 'a@b.cd', '--yes', '--map', 'A=amount', '--map', 'A=id'],
      /“A” has both --map to amount and --map to id/u,
    ],
    [['gifts', 'list', '--json', '--csv'], /'--json' cannot be used with option '--csv'/u],
    [['budget', 'set', 'X', '5', '--hard', '--soft'], /'--soft' cannot be used with option '--hard'/u],
    [['budget', 'set', 'X', '5', '--soft', '--hard'], /'--soft' cannot be used with option '--hard'/u],
    [['policy', 'set', '--pair-share-warn', '--pair-share-stop'], /'--pair-share-stop' cannot be used with/u],
    [['report', 'spend', '--csv', '--json'], /'--csv' cannot be used with option '--json'/u],
    [['budget', 'set', 'X', '5', '--time-zone', 'Mars'], /such as Europe\/Berlin/u],
    [['jobs', 'retry', '17'], /Write a whole id/u],
    [['slack', 'manifest', '--url', 'http://localhost'], /https:\/\/gifts.example.com/u],
    [['discord', 'map-role', '1', '--guild', '2', '--department', 'X'], /17 to 20 digits/u],
    [['start', '--role', 'webb'], /--role takes web, chat, worker or all, not “webb”/u],
  ])('%j ends with 2 and one line', async (args, line) => {
    const ran = await say(args);

    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^largesse: .*\n$/u);
    expect(ran.stderr).toMatch(line);
  });

  it('ends the real program with 2 as well', async () => {
    const ran = await largesse(['recognise']);

    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^largesse: unknown command 'recognise'.*\n$/u);
  });

  it('shows the commands of a group that is called alone', async () => {
    const ran = await say(['budget']);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('Usage: largesse budget');
  });

  it('says which setting is wrong', async () => {
    const ran = await say(['people', 'list'], { PORT: 'http' });

    expect(ran).toEqual({
      code: 2,
      stdout: '',
      stderr: 'largesse: PORT is “http”, which is not a port number, such as 3000\n',
    });
  });
});

describe('commands that need no database', () => {
  it('print a key that LARGESSE_KEYS takes', async () => {
    const { stdout } = await say(['keys', 'generate']);

    expect(stdout.split('\n')).toHaveLength(2);
    expect(keysFromText(stdout)[0]?.secret).toHaveLength(32);
  });

  it('print the manifest of the Slack app, for Socket Mode and for HTTP', async () => {
    const socket = await say(['slack', 'manifest']);
    const http = await say(['slack', 'manifest', '--url', 'https://gifts.example.com']);

    expect(JSON.parse(socket.stdout)).toMatchObject({ settings: { socket_mode_enabled: true } });
    expect(JSON.parse(http.stdout)).toMatchObject({
      settings: { interactivity: { request_url: 'https://gifts.example.com/slack/events' } },
    });
  });

  it('refuse to register Discord commands while Discord is not configured', async () => {
    const ran = await say(['discord', 'register']);

    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toBe(
      'largesse: Discord is not configured. Set DISCORD_TOKEN and DISCORD_APPLICATION_ID.\n',
    );
  });
});

it('says in one line, without the password, that no database answers', async () => {
  const ran = await largesse(['people', 'list'], {
    DATABASE_URL: 'postgres://largesse:secret@127.0.0.1:1/largesse',
  });

  expect(ran).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'largesse: No database answers at 127.0.0.1:1. Start Postgres, or correct host and port in DATABASE_URL.\n',
  });
});
