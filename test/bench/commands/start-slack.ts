import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SlackInstruction, SlackReady, SlackReport } from './slack-instructions.ts';

const program = fileURLToPath(new URL('slack-process.ts', import.meta.url));

export type SlackProcess = SlackReady & {
  pid: number;
  /** One order at a time. */
  instruction(instruction: SlackInstruction): Promise<SlackReport>;
  stop(): Promise<void>;
};

type Said = { ready: SlackReady } | { report: SlackReport } | { error: string };

export async function startSlack(): Promise<SlackProcess> {
  const child = fork(program);
  async function hear(): Promise<Said> {
    const heard = new AbortController();
    const { signal } = heard;
    try {
      const [said] = (await Promise.race([
        once(child, 'message', { signal }),
        once(child, 'exit', { signal }),
      ])) as [Said | number];
      if (typeof said !== 'object' || said === null) throw new Error('the pretended Slack is gone');
      return said;
    } finally {
      heard.abort();
    }
  }
  const said = await hear();
  if (!('ready' in said)) throw new Error('the pretended Slack did not start');
  return {
    ...said.ready,
    pid: child.pid ?? 0,
    async instruction(instruction) {
      child.send(instruction);
      const answer = await hear();
      if ('report' in answer) return answer.report;
      throw new Error('error' in answer ? answer.error : 'the pretended Slack made no report');
    },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
