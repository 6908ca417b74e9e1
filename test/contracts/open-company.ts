import { ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createClosedAccounts } from '#jobs/closed-accounts.ts';
import type { JobDeps } from '#jobs/job-deps.ts';
import { dueJobs, jobs } from '#jobs/jobs.ts';
import { createRunner } from '#jobs/run-job.ts';
import { createChatHost } from '#src/chat/chat-host.ts';
import { insertOrganization, linkWorkspace } from '#src/db/people/organization.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { transact } from '#src/db/kit/transact.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Role } from '#src/domain/people/roles.ts';
import { newId } from '#src/kit/new-id.ts';
import type { PaymentMethod } from '#src/ports/payment-method.ts';
import { createPace } from '#src/kit/pace.ts';
import { createWords } from '#src/words/words.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { departmentNamed } from '#test/helpers/reads.ts';
import type { Actor, ChatStage, Seen, Typed } from './chat-stage.ts';
import { commands, until } from './open-scene.ts';
import { uncalled } from '#test/helpers/uncalled-webhooks.ts';

/** How long the jobs of a test may take in rounds: each answers the one before. */
const MOST_ROUNDS = 20;

/**
 * A company that works on a stage: what its people do in chat has its effects, and jobs run when the test says so. Bob gives;
 * Alice and Carol approve what is above 100; Dave is in finance. `web`: where the pages are, if there are any. `payment`: what pays what
 * a wallet does not.
 */
export async function openCompany(
  stage: ChatStage,
  { web, payment }: { web?: string; payment?: PaymentMethod } = {},
) {
  const database = await createTestDatabase();
  const open = await stage.open({ commands });
  const { alice, bob, carol, dave, platform } = open;
  const core = makeCore(database.db, {
    reachable: { platforms: [stage.platform], mail: false, ...(web !== undefined && { web }) },
    payment,
  });
  core.clock.set(new Date().toISOString());
  const { app } = core;
  const words = createWords();
  const organization = { id: randomUUID(), name: 'Acme', currency: 'USD', timeZone: 'UTC' };
  await transact(core, (tx) => insertOrganization(tx, organization));
  const { workspaceId } = bob.user;
  await transact(core, (tx) =>
    linkWorkspace(tx, organization.id, { platform: stage.platform, workspaceId, name: 'Acme' }),
  );
  await app.people.import(organization, [
    rowOf('Bob Olsen', 'manager', bob),
    rowOf('Alice Ito', 'approver', alice),
    rowOf('Carol Weiss', 'approver', carol),
    rowOf('Dave Quint', 'finance', dave),
  ]);
  await core.db.updateTable('identity').set({ looked_at: core.clock.now() }).execute();
  const found = await departmentNamed(core, organization.id, 'Engineering');
  if (!found.ok) throw new Error('there is no department');
  await app.budget.set({ department: found.value, amountMinor: 100_000n, actorId: null });
  await app.budget.setRules({
    scope: { organizationId: organization.id, departmentId: null, currency: 'USD' },
    rules: { ...NO_RULES, approvalOverMinor: 10_000n, undoMinutes: 5 },
    actorId: null,
  });
  const host = createChatHost({ app, words, log: core.log, newId });
  let answers = 0;
  await platform.start({
    ...host,
    async onCommand(call) {
      const card = await host.onCommand(call);
      if (!call.isAnsweredFirst) answers += 1;
      return card;
    },
    async onAnswered(event) {
      await host.onAnswered(event);
      answers += 1;
    },
  });

  const deps: JobDeps = {
    app,
    platforms: new Map([[stage.platform, platform]]),
    mailer: undefined,
    webhooks: uncalled,
    pace: createPace(() => core.clock.now().getTime()),
    closedAccounts: createClosedAccounts(() => core.clock.now().getTime()),
    headKeepers: [],
    words,
    log: core.log,
    dueJobs,
  };
  const runners = jobs.map((job) => ({ job, run: createRunner(job, deps, core.log) }));

  /** Runs what is enqueued, and what follows from it. What is to come back later is left to the sweep. */
  async function work(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const runs = runners.flatMap(({ job, run }) =>
        core.queue
          .take(job.name)
          .map(async (id) => ({ job, id, result: await run({ id, faults: 0, crashes: 0 }) })),
      );
      if (runs.length === 0) return;
      for (const { job, id, result } of await Promise.all(runs)) {
        if (result.kind === 'again' && result.delayMs === 0) await core.queue.enqueue(job.name, [id]);
        if (result.kind === 'failed') throw new Error(`${job.name} failed`);
      }
    }
    throw new Error('the jobs have no end');
  }

  /** Lets time pass everywhere, and runs what is due then. */
  async function passTime(ms: number): Promise<void> {
    open.passTime(ms);
    core.clock.advance(ms);
    await app.jobs.enqueueDue(dueJobs);
    await work();
  }

  /** Does something in chat, and waits until a job may answer the same person. */
  async function answered(act: () => Promise<void>): Promise<void> {
    const before = answers;
    await act();
    await until(() => ok(answers > before, 'nothing was answered'));
  }

  /** Types `/recognize`, and has it decided and answered. */
  async function recognize(by: Actor, to: Actor | Actor[], amount: string): Promise<void> {
    const command = must(commands[0], 'command');
    const values = { to, amount, message: 'for the launch' };
    await answered(() => open.type({ by, command, values, place: 'channel' }));
    await work();
  }

  return {
    ...open,
    core,
    app,
    organization,
    work,
    person,
    passTime,
    recognize,
    press: (by: Actor, message: Seen, label: string) => answered(() => open.press(by, message, label)),
    type: (typed: Typed) => answered(() => open.type(typed)),
    deleteMessage: open.deleteMessage && ((message: Seen) => open.deleteMessage?.(message)),
    /** What somebody sees of which the text contains these words. */
    see: async (person: Actor, text = ''): Promise<Seen[]> => {
      return (await open.see(person)).filter((message) => message.text.includes(text));
    },
    placed: () => core.db.selectFrom('placed_card').selectAll().orderBy('id').execute(),
    async end() {
      await open.close();
      await database.drop();
      const violations = open.violations();
      if (violations.length > 0) throw new Error(violations.join('\n'));
    },
  };

  async function person({ user }: Actor): Promise<Person> {
    const [known] = await findPeople(core.db, organization.id, { by: 'chat', ...user });
    return must(known, `person ${user.userId}`);
  }
}

export type OpenCompany = Awaited<ReturnType<typeof openCompany>>;

function rowOf(name: string, role: Role, actor: Actor) {
  const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`;
  const { platform, userId } = actor.user;
  const chatIds = [{ platform, userId }];
  return { name, department: 'Engineering', role, email, region: '', chatIds };
}
