import { describe, expect, it } from 'vitest';
import { startBench } from './slack-bench.ts';

describe('what the doctor finds about Slack', () => {
  it('is all well with the manifest’s scopes and a socket', async () => {
    await using bench = await startBench('socket');

    const findings = await bench.platform.check();

    expect(findings.map((finding) => finding.level)).toEqual(['ok', 'ok', 'ok']);
    expect(findings[0]?.message).toBe('signed in to Acme as largesse');
    expect(bench.slack.violations).toEqual([]);
  });

  it('says that an installation for a whole Enterprise organization does not work, and what does', async () => {
    await using bench = await startBench('send-only', { isEnterpriseInstall: true });

    expect(await bench.platform.check()).toContainEqual({
      subject: 'Slack bot token',
      level: 'problem',
      message: expect.stringContaining('whole Enterprise organization') as string,
      fix: expect.stringContaining('one of its workspaces') as string,
    });
  });

  it('names the scopes that the token lacks', async () => {
    await using bench = await startBench('send-only', { scopes: ['commands', 'chat:write'] });

    expect(await bench.platform.check()).toContainEqual({
      subject: 'Slack scopes',
      level: 'problem',
      message:
        'the token lacks chat:write.public, channels:read, groups:read, users:read, users:read.email, usergroups:read',
      fix: expect.stringContaining('install the app again') as string,
    });
  });

  it.each([
    ['a wrong bot token', { botToken: 'xoxb-wrong' }, 'Slack bot token', /SLACK_BOT_TOKEN/],
    ['a wrong app token', { appToken: 'xapp-wrong' }, 'Slack Socket Mode', /connections:write/],
    ['no way in', { signingSecret: '' }, 'Slack requests', /SLACK_APP_TOKEN.*SLACK_SIGNING_SECRET/],
    ['Slack out of reach', { apiUrl: 'http://127.0.0.1:1/api/' }, 'Slack bot token', /slack\.com/],
  ])('says what to do about %s', async (_, config, subject, fix) => {
    await using bench = await startBench('send-only', { config });

    expect(await bench.platform.check()).toContainEqual(
      expect.objectContaining({ subject, level: 'problem', fix: expect.stringMatching(fix) as string }),
    );
  });

  it('doubts a signing secret that does not look like one', async () => {
    await using bench = await startBench('send-only', {
      config: { signingSecret: 'xoxb-pasted-by-mistake' },
    });

    expect(await bench.platform.check()).toContainEqual(
      expect.objectContaining({ subject: 'Slack requests', level: 'warning' }),
    );
  });
});
