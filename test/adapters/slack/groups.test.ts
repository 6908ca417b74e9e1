import { describe, expect, it } from 'vitest';
import { startBench } from './slack-bench.ts';

describe('the user groups of Slack', () => {
  it.each(['no_such_subteam', 'plan_upgrade_required', 'missing_scope'])(
    'are unknown when Slack answers %s',
    async (error) => {
      await using bench = await startBench('send-only');
      bench.slack.fail('usergroups.users.list', { kind: 'error', error });

      const members = await bench.platform.findGroupMembers({ workspaceId: 'T1', groupId: 'S1' });

      expect(members).toBeUndefined();
      expect(bench.logs).toMatchObject([{ level: 'warn', fields: { groupId: 'S1', reason: error } }]);
    },
  );

  it.each([
    ['is busy', { kind: 'rate-limit', retryAfterSeconds: 30 }, /429/],
    ['is broken', { kind: 'status', status: 503 }, /503/],
    ['fails', { kind: 'error', error: 'internal_error' }, /internal_error/],
  ] as const)('cannot be told while Slack %s', async (_, fault, reason) => {
    await using bench = await startBench('send-only');
    bench.slack.fail('usergroups.users.list', fault);

    const asked = bench.platform.findGroupMembers({ workspaceId: 'T1', groupId: 'S1' });

    await expect(asked).rejects.toThrow(reason);
  });
});
