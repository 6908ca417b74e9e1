import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, App } from '#src/app.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { keyIn, makeWorld, type World } from './world.ts';

const database = await createTestDatabase();
afterAll(database.drop);

type Queries = App['queries'];
type QueryName = { [N in keyof Queries]: `${N}.${keyof Queries[N] & string}` }[keyof Queries];
type Who = keyof World['actors'];

/** Those who see it, in the order of the world's actors, and whether somebody does. `at` is the world that is looked into. */
type Expectation = {
  seenBy: Who[];
  isSeen: (queries: Queries, actor: Actor, at: World) => Promise<boolean>;
};

const ANSWERABLE: Who[] = ['operator', 'admin', 'hr', 'finance'];
const NEAR_THE_GIFT: Who[] = [...ANSWERABLE, 'approver', 'giver', 'recipient', 'recipient’s manager'];
const NEAR_THE_GIVER: Who[] = [...ANSWERABLE, 'approver', 'giver'];
const OF_ENGINEERING: Who[] = [...ANSWERABLE, 'approver', 'giver', 'recipient', 'colleague'];

/** Every query there is: one that is missing here does not compile, and fails. */
const EXPECTED: Record<QueryName, Expectation> = {
  'people.list': {
    seenBy: [...NEAR_THE_GIVER, 'colleague'],
    isSeen: async ({ people }, actor, { bob }) => (await people.list(actor)).some(({ id }) => id === bob.id),
  },
  'people.find': {
    seenBy: [...NEAR_THE_GIVER, 'colleague'],
    isSeen: async ({ people }, actor, { bob }) => (await people.find(actor, bob.id))?.id === bob.id,
  },
  'people.findByEmail': {
    seenBy: [...NEAR_THE_GIVER, 'colleague'],
    async isSeen({ people }, actor, { bob }) {
      const [found] = await people.findByEmail(actor, [bob.email ?? '']);
      return found?.id === bob.id;
    },
  },
  'people.findDepartment': {
    seenBy: OF_ENGINEERING,
    async isSeen({ people }, actor, { engineeringId }) {
      const found = await people.findDepartment(actor, 'engineering');
      return found.ok && found.value.id === engineeringId;
    },
  },
  'people.findDepartmentById': {
    seenBy: OF_ENGINEERING,
    isSeen: async ({ people }, actor, { engineeringId }) =>
      (await people.findDepartmentById(actor, engineeringId)) !== undefined,
  },
  'people.listDepartments': {
    seenBy: OF_ENGINEERING,
    isSeen: async ({ people }, actor, { engineeringId }) =>
      (await people.listDepartments(actor)).some(({ id }) => id === engineeringId),
  },
  'people.listPendingIdentities': {
    seenBy: [...NEAR_THE_GIVER, 'colleague'],
    isSeen: async ({ people }, actor, { waitingUserId }) =>
      (await people.listPendingIdentities(actor)).some(({ userId }) => userId === waitingUserId),
  },
  'people.listWorkspaces': {
    seenBy: ANSWERABLE,
    isSeen: async ({ people }, actor, { company }) =>
      (await people.listWorkspaces(actor)).some(({ workspaceId }) => workspaceId === company.workspaceId),
  },
  'ledger.export': {
    seenBy: ['operator', 'admin', 'finance'],
    async isSeen({ ledger }, actor, { giftId }) {
      let text = '';
      const written = await ledger.export(actor, {
        format: 'hledger',
        async write(piece) {
          text += piece;
        },
      });
      expect(written.ok).toBe(text !== '');
      return text.includes(giftId);
    },
  },
  'ledger.listActivities': {
    seenBy: ['operator', 'admin', 'finance'],
    async isSeen({ ledger }, actor, { giftId }) {
      const found = await ledger.listActivities(actor, { limit: 1_000 });
      return found.some((activity) => activity.giftId === giftId);
    },
  },
  'ledger.prove': {
    seenBy: ['operator'],
    async isSeen({ ledger }, actor, { organizationId }) {
      const proof = await ledger.prove(actor);
      // It is about the whole database, so that any operator sees that all organizations hold.
      return proof.ok && actor.organizationId === organizationId;
    },
  },
  'budget.get': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ budget }, actor, { engineeringId }) => (await budget.get(actor, engineeringId)).ok,
  },
  'budget.findAllowance': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ budget }, actor, { morgan, allowanceMinor }) {
      const found = await budget.findAllowance(actor, morgan.id);
      return found.ok && found.value?.allowanceMinor === allowanceMinor;
    },
  },
  'budget.getRules': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ budget }, actor, { engineeringId: departmentId, undoMinutes }) {
      const rules = await budget.getRules(actor, { departmentId, currency: 'USD' });
      return rules.ok && rules.value.rules.undoMinutes === undoMinutes;
    },
  },
  'budget.listAllowances': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ budget }, actor, { allowanceMinor }) {
      const found = await budget.listAllowances(actor);
      return found.some((allowance) => allowance.amountMinor === allowanceMinor);
    },
  },
  'gift.list': {
    seenBy: NEAR_THE_GIFT,
    isSeen: async ({ gift }, actor, { giftId }) =>
      (await gift.list(actor, { limit: 50 })).some((one) => one.giftId === giftId),
  },
  'gift.findMessage': {
    seenBy: NEAR_THE_GIFT,
    isSeen: async ({ gift }, actor, { giftId }) => (await gift.findMessage(actor, giftId)) !== undefined,
  },
  'approval.find': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ approval }, actor, { approvalId }) =>
      (await approval.find(actor, approvalId)) !== undefined,
  },
  'approval.list': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ approval }, actor, { approvalId }) =>
      (await approval.list(actor, { isOpen: true })).some(({ id }) => id === approvalId),
  },
  'approval.listDelegations': {
    seenBy: [...ANSWERABLE, 'approver'],
    async isSeen({ approval }, actor, { awayFrom }) {
      const found = await approval.listDelegations(actor, awayFrom);
      return found.some(({ startsAt }) => startsAt.getTime() === awayFrom.getTime());
    },
  },
  'recognition.list': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ recognition }, actor, { recognitionId }) {
      const found = await recognition.list(actor, { limit: 1_000 });
      return found.some(({ id }) => id === recognitionId);
    },
  },
  'recognition.find': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ recognition }, actor, { recognitionId }) =>
      (await recognition.find(actor, recognitionId)) !== undefined,
  },
  'recognition.findBulkProgress': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ recognition }, actor, { batch }) =>
      (await recognition.findBulkProgress(actor, [keyIn(batch)])).size > 0,
  },
  'recognition.findOtherBatch': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ recognition }, actor, { morgan: giver, batch }) {
      const other = await recognition.findOtherBatch(actor, {
        giver,
        batch: '',
        keysIn: (name) => [keyIn(name)],
      });
      return other?.batch === batch;
    },
  },
  'recognition.findQuestion': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ recognition }, actor, { questionId }) =>
      (await recognition.findQuestion(actor, questionId)) !== undefined,
  },
  'recognition.listDeliveries': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ recognition }, actor, { recognitionId }) =>
      (await recognition.listDeliveries(actor, recognitionId)).length > 0,
  },
  'wallet.find': {
    seenBy: [...ANSWERABLE, 'recipient'],
    async isSeen({ wallet }, actor, { alice, amountMinor }) {
      const balance = await wallet.find(actor, alice.id);
      return balance?.wallets.some((one) => one.amountMinor === amountMinor) ?? false;
    },
  },
  'wallet.list': {
    seenBy: [...ANSWERABLE, 'recipient'],
    isSeen: async ({ wallet }, actor, { amountMinor }) =>
      (await wallet.list(actor)).some((one) => one.amountMinor === amountMinor),
  },
  'report.spend': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ report }, actor, { spentMinor }) =>
      (await report.spend(actor)).some(({ amountMinor }) => amountMinor === spentMinor),
  },
  'jobs.listFailed': {
    seenBy: ['operator', 'admin'],
    isSeen: async ({ jobs }, actor, { giftId }) =>
      (await jobs.listFailed(actor)).some(({ subjectId }) => subjectId === giftId),
  },
};

describe('every query', () => {
  let core: TestCore;
  let world: World;
  let other: World;

  beforeAll(async () => {
    core = makeCore(database.db);
    world = await makeWorld(core, 7);
    other = await makeWorld(core, 8);
  });

  it('is in the table of this test', () => {
    const names = Object.entries(core.app.queries).flatMap(([noun, group]) =>
      Object.keys(group).map((verb) => `${noun}.${verb}`),
    );

    expect(Object.keys(EXPECTED).toSorted()).toEqual(names.toSorted());
  });

  it.each(Object.entries(EXPECTED))(
    '%s shows to those who may see it, and to no others',
    async (_, expected) => {
      const seen = await Promise.all(
        Object.entries(world.actors).map(async ([who, actor]) =>
          (await looks(expected, actor)) ? [who] : [],
        ),
      );

      expect(seen.flat()).toEqual(
        Object.keys(world.actors).filter((who) => expected.seenBy.some((one) => one === who)),
      );
    },
  );

  it.each(Object.entries(EXPECTED))('%s shows nothing of another organization', async (_, expected) => {
    const strangers = Object.values(other.actors);

    const seen = await Promise.all(strangers.map((actor) => looks(expected, actor)));

    expect(seen).toEqual(strangers.map(() => false));
  });

  it('shows an approval to a delegate whom it was put to, whatever their role', async () => {
    const { company, bob, actors } = world;
    const now = core.clock.now();
    const endsAt = new Date(now.getTime() + 3_600_000);
    await core.app.approval.delegate({ from: actors.approver, to: bob, startsAt: now, endsAt });
    const { approvalId } = await company.reserve('morgan', 'alice', '120');

    const { approval } = core.app.queries;

    expect((await approval.find(bob, approvalId))?.id).toBe(approvalId);
    expect((await approval.list(bob, { isOpen: true })).map(({ id }) => id)).toEqual([approvalId]);
  });

  /** What is not there for somebody is undefined, empty, refused or, where its id must be right, a fault. */
  async function looks({ isSeen }: Expectation, actor: Actor): Promise<boolean> {
    try {
      return await isSeen(core.app.queries, actor, world);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('there is no ')) return false;
      throw error;
    }
  }
});
