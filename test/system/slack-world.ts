import { until } from '#test/helpers/until.ts';
import type { SeenEphemeral, SeenMessage, SlackUser } from '#test/servers/slack/slack-state.ts';
import {
  type Interaction,
  type SlackServer,
  type SlackServerOptions,
  startSlackServer,
} from '#test/servers/slack/start-slack-server.ts';
import { openSystem, type System, type SystemOptions } from './open-system.ts';

/** What a giver typed, what they saw at once and what they were told in the end. */
export type Asked = { typed: Interaction; answer: SeenEphemeral };

/** A manager and two employees in a department of their own, which each test has for itself. */
export type Team = { department: string; manager: string; friend: string; other: string };

export type SlackWorld = {
  slack: SlackServer;
  system: System;
  /** The settings of a process that speaks with this Slack. */
  env: Record<string, string>;
  /** Starts a process and, for HTTP, lets Slack call it. */
  run: System['run'];
  newTeam(team?: { budget?: bigint; friend?: Partial<SlackUser>; prefers?: 'email' }): Promise<Team>;
  /** Types `/recognize` in #launch and waits for what came of it. */
  ask(giver: string, line: string, channel?: string | null): Promise<Asked>;
  /** Types any command, in a direct message. */
  type(user: string, line: string): Promise<string>;
  /** The next answer to a user after those that they have seen before. */
  answerAfter(user: string, seen: number): Promise<SeenEphemeral>;
  answersTo(user: string): SeenEphemeral[];
  /** The direct messages to a user that hold a code; waits for so many. */
  giftsTo(user: string, count?: number): Promise<{ message: SeenMessage; code: string }[]>;
  close(): Promise<void>;
};

export type SlackMode = 'http' | 'socket';

const ANY_CODE = /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/u;

/** A pretended Slack workspace and a company on a database and queue of their own. No process of it runs yet. */
export async function openSlackWorld({
  mode,
  slack: slackOptions,
  ...options
}: SystemOptions & { mode: SlackMode; slack?: SlackServerOptions }): Promise<SlackWorld> {
  const slack = await startSlackServer(slackOptions);
  slack.addChannel({ name: 'launch', hasBot: true });
  const system = await openSystem(options);
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    ...(mode === 'socket'
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret }),
  };
  let teams = 0;

  function answersTo(user: string): SeenEphemeral[] {
    return slack.ephemeralsTo(user).filter(({ via }) => via === 'response_url');
  }
  function answerAfter(user: string, seen: number): Promise<SeenEphemeral> {
    return until(`answer to ${user}`, () => answersTo(user)[seen]);
  }

  return {
    slack,
    system,
    env,
    answersTo,
    answerAfter,
    async run(roles, more = {}) {
      const started = await system.run(roles, { ...env, ...more });
      if (mode === 'http' && roles !== 'worker') slack.setAppUrl(`${started.url}/slack/events`);
      const isOurs = Object.keys(more).every((name) => !name.startsWith('SLACK_'));
      if (roles !== 'worker' && isOurs) await until('workspace that has joined', () => hasJoined(system));
      return started;
    },
    async newTeam({ budget = 50_000n, friend = {}, prefers } = {}) {
      teams += 1;
      return makeTeam({ slack, system }, { name: `Team ${teams}`, serial: teams, budget, friend, prefers });
    },
    async ask(giver, line, channel = 'launch') {
      const seen = answersTo(giver).length;
      const typed = await slack.typeCommand({ user: giver, text: line, ...(channel ? { channel } : {}) });
      return { typed, answer: await answerAfter(giver, seen) };
    },
    async type(user, line) {
      const { shown, outcome } = await slack.typeCommand({ user, text: line });
      return shown?.visible ?? outcome;
    },
    async giftsTo(user, count = 1) {
      return until(`${count} gifts to ${user}`, () => {
        const gifts = slack.messagesTo(user).flatMap((message) => {
          const code = codeIn(message.visible);
          return code ? [{ message, code }] : [];
        });
        return gifts.length >= count && gifts;
      });
    },
    async close() {
      await system.close();
      await slack.stop();
    },
  };
}

/** The first code in a text that people see. */
export function codeIn(text: string): string | undefined {
  return ANY_CODE.exec(text)?.[0];
}

async function makeTeam(
  { slack, system }: { slack: SlackServer; system: System },
  team: {
    name: string;
    serial: number;
    budget: bigint;
    friend: Partial<SlackUser>;
    prefers: 'email' | undefined;
  },
): Promise<Team> {
  const { name: department, serial, budget, friend: oddities, prefers } = team;
  const [manager, friend, other] = ['morgan', 'alice', 'bob'].map((name) => `${name}${serial}`) as [
    string,
    string,
    string,
  ];
  const [{ id: userId }] = [manager, friend, other].map((name) =>
    slack.addUser({ name, email: mailOf(name), ...(name === friend ? oddities : {}) }),
  ) as [SlackUser];
  const chatIds = [{ platform: 'slack', userId }];
  await system.hire([
    { name: `Morgan${serial} Reyes`, email: mailOf(manager), department, role: 'manager', chatIds },
    { name: `Alice${serial} Ito`, email: mailOf(friend), department, ...(prefers ? { prefers } : {}) },
    { name: `Bob${serial} Olsen`, email: mailOf(other), department },
  ]);
  await system.setBudget(department, budget);
  return { department, manager, friend, other };
}

function mailOf(name: string): string {
  return `${name}@acme.example`;
}

/** Largesse runs before its platforms are connected; the first time, it does not know its workspace until then. */
async function hasJoined({ db }: System): Promise<boolean> {
  const links = await db
    .selectFrom('workspace_link')
    .select('name')
    .where('platform', '=', 'slack')
    .execute();
  return links.length > 0;
}
