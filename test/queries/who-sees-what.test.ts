import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, App } from '#src/app.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
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
const ANSWERABLE_OR_OWNER: Who[] = [...ANSWERABLE, 'recipient'];
const NEAR_THE_GIFT: Who[] = [...ANSWERABLE, 'approver', 'giver', 'recipient', 'recipient’s manager'];
const NEAR_THE_GIVER: Who[] = [...ANSWERABLE, 'approver', 'giver'];
const OF_ENGINEERING: Who[] = [...ANSWERABLE, 'approver', 'giver', 'recipient', 'colleague'];

const EVER = { from: '2000-01-01', to: '2999-12-31' };
const FAR_OFF = new Date('2999-12-31T00:00:00Z');

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
  'people.listPage': {
    seenBy: [...NEAR_THE_GIVER, 'colleague'],
    async isSeen({ people }, actor, { bob }) {
      const { people: found, count } = await people.listPage(actor, { text: 'bob', limit: 50 });
      return count > 0 && found.some(({ id }) => id === bob.id);
    },
  },
  'people.findFacts': {
    seenBy: [...NEAR_THE_GIVER, 'colleague'],
    isSeen: async ({ people }, actor, { bob }) => (await people.findFacts(actor, bob.id))?.id === bob.id,
  },
  'people.findCalled': {
    seenBy: [...NEAR_THE_GIVER, 'colleague'],
    isSeen: async ({ people }, actor, { bob }) =>
      (await people.findCalled(actor, bob.name)).some(({ id }) => id === bob.id),
  },
  'people.findAccountOwner': {
    seenBy: [...NEAR_THE_GIVER, 'colleague'],
    async isSeen({ people }, actor, { bob }) {
      const owner = await people.findAccountOwner(actor, { platform: 'slack', userId: 'bob' });
      return owner?.id === bob.id;
    },
  },
  'people.export': {
    seenBy: ['recipient', 'hr', 'admin', 'operator'],
    isSeen: async ({ people }, actor, { alice }) =>
      (await people.export(actor, { personId: alice.id, now: new Date() })) !== undefined,
  },
  'people.exportOwn': {
    seenBy: ['recipient', 'admin', 'operator'],
    isSeen: async ({ people }, actor, { alice }) =>
      (await people.exportOwn(actor, { personId: alice.id, now: new Date() })) !== undefined,
  },
  'people.previewRetention': {
    seenBy: ['hr', 'admin', 'operator'],
    isSeen: async ({ people }, actor, { retentionDays }) => {
      const now = new Date(Date.now() + (365 + retentionDays) * 86_400_000);
      const preview = await people.previewRetention(actor, {
        textDays: retentionDays,
        addressDays: null,
        now,
      });
      return preview !== undefined && (await people.findRetention(actor))?.textDays === retentionDays;
    },
  },
  'people.findRetention': {
    seenBy: ['hr', 'admin', 'operator'],
    isSeen: async ({ people }, actor, { retentionDays }) =>
      (await people.findRetention(actor))?.textDays === retentionDays,
  },
  'people.listNamesakes': {
    seenBy: ['hr', 'admin', 'operator'],
    isSeen: async ({ people }, actor, { alice, aliceAgain }) =>
      (await people.listNamesakes(actor, alice.id)).some(({ id }) => id === aliceAgain),
  },
  'people.previewErasure': {
    seenBy: ['hr', 'admin', 'operator'],
    isSeen: async ({ people }, actor, { alice }) =>
      (await people.previewErasure(actor, { personId: alice.id })) !== undefined,
  },
  'people.findSetup': {
    seenBy: ['operator', 'admin'],
    isSeen: async ({ people }, actor, { batch }) => (await people.findSetup(actor))?.facts.name === batch,
  },
  'people.findWhatEnds': {
    seenBy: ANSWERABLE,
    isSeen: async ({ people }, actor, { alice, signedInAt }) =>
      ((await people.findWhatEnds(actor, alice.id, signedInAt))?.sessions ?? 0) > 0,
  },
  'people.listChanges': {
    seenBy: ANSWERABLE,
    isSeen: async ({ people }, actor, { alice }) => (await people.listChanges(actor, alice.id, 5)).length > 0,
  },
  'people.listDepartmentsWithPeople': {
    seenBy: OF_ENGINEERING,
    isSeen: async ({ people }, actor, { engineeringId }) =>
      (await people.listDepartmentsWithPeople(actor)).some(({ id }) => id === engineeringId),
  },
  'gift.countOf': {
    seenBy: ANSWERABLE,
    isSeen: async ({ gift }, actor, { alice }) => ((await gift.countOf(actor, alice.id))?.received ?? 0) > 0,
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
  'people.listColumns': {
    seenBy: ANSWERABLE,
    isSeen: async ({ people }, actor, { batch }) =>
      (await people.listColumns(actor, 'people')).some(({ headerKey }) => headerKey === batch),
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
  'people.listScimUsers': {
    seenBy: ANSWERABLE,
    isSeen: async ({ people }, actor, { bob }) =>
      (await people.listScimUsers(actor, { filter: { id: bob.id }, first: 0, limit: 1 })).total > 0,
  },
  'people.listImports': {
    seenBy: ANSWERABLE,
    isSeen: async ({ people }, actor, { peopleImport }) =>
      (await people.listImports(actor)).some(({ id }) => id === peopleImport),
  },
  'people.listScimGroups': {
    seenBy: ANSWERABLE,
    isSeen: async ({ people }, actor, { scimGroup }) =>
      (await people.listScimGroups(actor, { filter: { id: scimGroup }, first: 0, limit: 1 })).total > 0,
  },
  'people.listWorkspaces': {
    seenBy: ANSWERABLE,
    isSeen: async ({ people }, actor, { company }) =>
      (await people.listWorkspaces(actor)).some(({ workspaceId }) => workspaceId === company.workspaceId),
  },
  'gift.findReceived': {
    seenBy: NEAR_THE_GIFT,
    isSeen: async ({ gift }, actor, { giftId, alice }) =>
      (await gift.findReceived(actor, giftId, alice.id)) !== undefined,
  },
  'store.findCardChoice': {
    seenBy: [...ANSWERABLE, 'recipient', 'recipient’s manager'],
    isSeen: async ({ store }, actor, { choiceId, alice }) =>
      (await store.findCardChoice(actor, choiceId, alice.id)) !== undefined,
  },
  'wallet.listRevealed': {
    seenBy: ANSWERABLE_OR_OWNER,
    isSeen: async ({ wallet }, actor, { giftId, alice }) =>
      (await wallet.listRevealed(actor, alice.id, [giftId])).length > 0,
  },
  'wallet.listGiftCards': {
    seenBy: ANSWERABLE_OR_OWNER,
    isSeen: async ({ wallet }, actor, { alice }) => (await wallet.listGiftCards(actor, alice.id)).length > 0,
  },
  'wallet.listThanked': {
    seenBy: ANSWERABLE_OR_OWNER,
    isSeen: async ({ wallet }, actor, { giftId, alice }) =>
      (await wallet.listThanked(actor, alice.id, [giftId])).length > 0,
  },
  'message.listUnwantedNews': {
    seenBy: ['operator', 'admin', 'recipient'],
    isSeen: async ({ message }, actor, { alice }) =>
      (await message.listUnwantedNews(actor, alice.id)).includes('report.month'),
  },
  'session.list': {
    seenBy: ['operator', 'admin', 'recipient'],
    isSeen: async ({ session }, actor, { alice, signedInAt }) =>
      (await session.list(actor, alice.id, signedInAt)).length > 0,
  },
  'session.listTokensToMake': {
    seenBy: [],
    isSeen: async ({ session }, actor) =>
      (await session.listTokensToMake(actor, { makerId: null, now: new Date() })).length > 0,
  },
  'session.listTokens': {
    seenBy: ['operator', 'admin', 'recipient'],
    isSeen: async ({ session }, actor, { batch }) =>
      (await session.listTokens(actor)).some(({ name }) => name === batch),
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
  'ledger.findProof': {
    seenBy: ['operator', 'admin', 'finance'],
    isSeen: async ({ ledger }, actor, { organizationId }) =>
      // It is about the whole database.
      (await ledger.findProof(actor)) !== undefined && actor.organizationId === organizationId,
  },
  'ledger.prove': {
    seenBy: ['operator'],
    async isSeen({ ledger }, actor, { organizationId }) {
      const proof = await ledger.prove(actor);
      // It is about the whole database, so that any operator sees that all organizations hold.
      return proof.ok && actor.organizationId === organizationId;
    },
  },
  'keys.list': {
    seenBy: ['operator'],
    async isSeen({ keys }, actor, { organizationId }) {
      const found = await keys.list(actor);
      // They are those of all organizations.
      return found.ok && actor.organizationId === organizationId;
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
  'budget.findVersion': {
    seenBy: ANSWERABLE,
    isSeen: async ({ budget }, actor, { engineeringId: departmentId }) =>
      Boolean(await budget.findVersion(actor, { what: 'budget', departmentId })),
  },
  'budget.list': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ budget }, actor, { engineeringId }) =>
      (await budget.list(actor)).some(({ department }) => department.id === engineeringId),
  },
  'budget.listChanges': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ budget }, actor, { engineeringId: departmentId }) {
      const found = await budget.listChanges(actor, { departmentId, currency: 'USD', limit: 50 });
      return found.some(({ kind }) => kind === 'allowance.set');
    },
  },
  'budget.listGivers': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ budget }, actor, { engineeringId, allowanceMinor }) {
      const found = await budget.listGivers(actor, engineeringId);
      return found.some((giver) => giver.allowanceMinor === allowanceMinor);
    },
  },
  'budget.listPeriods': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ budget }, actor, { engineeringId: departmentId }) {
      return (await budget.listPeriods(actor, { departmentId, limit: 13 })).length > 0;
    },
  },
  'budget.listAllowances': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ budget }, actor, { allowanceMinor }) {
      const found = await budget.listAllowances(actor);
      return found.some((allowance) => allowance.amountMinor === allowanceMinor);
    },
  },
  'budget.listEnded': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ budget }, actor, { engineeringId, endedMinor }) =>
      (await budget.listEnded(actor)).some(
        ({ department, leftMinor }) => department.id === engineeringId && leftMinor === endedMinor,
      ),
  },
  'gift.list': {
    seenBy: NEAR_THE_GIFT,
    isSeen: async ({ gift }, actor, { giftId }) =>
      (await gift.list(actor, { limit: 50 })).some((one) => one.giftId === giftId),
  },
  'gift.listUnreached': {
    seenBy: NEAR_THE_GIFT,
    async isSeen({ gift }, actor, { openGiftId, signedInAt }) {
      const found = await gift.listUnreached(actor, { since: signedInAt, limit: 10 });
      expect(found.count).toBe(found.gifts.length);
      return found.gifts.some(({ giftId }) => giftId === openGiftId);
    },
  },
  'gift.listWithout': {
    seenBy: [...ANSWERABLE, 'approver'],
    async isSeen({ gift }, actor, { bob, alice }) {
      const readerId = 'id' in actor ? actor.id : alice.id;
      const { names } = await gift.listWithout(actor, { readerId, since: new Date(0), limit: 100 });
      return names.includes(bob.name) && actor.organizationId === bob.organizationId;
    },
  },
  'gift.listBehind': {
    seenBy: NEAR_THE_GIFT,
    isSeen: async ({ gift }, actor, { giftId }) =>
      (await gift.listBehind(actor, { figure: 'given', ...EVER, limit: 50 })).some(
        (one) => one.giftId === giftId,
      ),
  },
  'gift.readBehind': {
    seenBy: NEAR_THE_GIFT,
    async isSeen({ gift }, actor, { giftId }) {
      for await (const one of gift.readBehind(actor, { figure: 'redeemed', ...EVER })) {
        if (one.giftId === giftId) return true;
      }
      return false;
    },
  },
  'gift.findStory': {
    seenBy: NEAR_THE_GIFT,
    isSeen: async ({ gift }, actor, { giftId }) => (await gift.findStory(actor, giftId)) !== undefined,
  },
  'gift.findPayment': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ gift }, actor, { giftId }) => (await gift.findPayment(actor, giftId)) !== undefined,
  },
  'ledger.listEntriesOfGift': {
    seenBy: ['operator', 'admin', 'finance'],
    isSeen: async ({ ledger }, actor, { giftId }) =>
      (await ledger.listEntriesOfGift(actor, giftId)).length > 0,
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
  'approval.listApprovers': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ approval }, actor, { engineeringId }) {
      const found = await approval.listApprovers(actor, engineeringId);
      return (found?.funds.length ?? 0) > 0;
    },
  },
  'approval.listToDecide': {
    seenBy: ['approver'],
    async isSeen({ approval }, actor, { approvalId, signedInAt: now }) {
      const personId = 'id' in actor ? actor.id : '';
      return (await approval.listToDecide(actor, { personId, now })).some(({ id }) => id === approvalId);
    },
  },
  'approval.listDelegations': {
    seenBy: [...ANSWERABLE, 'approver'],
    async isSeen({ approval }, actor, { awayFrom }) {
      const found = await approval.listDelegations(actor, awayFrom);
      return found.some(({ startsAt }) => startsAt.getTime() === awayFrom.getTime());
    },
  },
  'recognition.replayRules': {
    seenBy: [...ANSWERABLE, 'approver'],
    async isSeen({ recognition }, actor, { engineeringId: departmentId }) {
      const found = await recognition.replayRules(actor, [{ departmentId, rules: NO_RULES }]);
      return found !== undefined;
    },
  },
  'recognition.countRefused': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ recognition }, actor, { refused }) {
      const found = await recognition.countRefused(actor, new Date(0));
      return found.some(({ kind, count }) => kind === 'self-gift' && count === refused);
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
  'recognition.findBulkGiven': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ recognition }, actor, { batch }) =>
      (await recognition.findBulkGiven(actor, batch)).some(({ key }) => key === keyIn(batch)),
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
  'recognition.findCurrentUpdate': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ recognition }, actor, { questionId }) =>
      (await recognition.findCurrentUpdate(actor, questionId)) !== undefined,
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
  'session.findFactor': {
    seenBy: ['operator', 'admin', 'recipient'],
    async isSeen({ session }, actor, { alice }) {
      const found = await session.findFactor(actor, alice.id);
      return found.ok && found.value.factor !== undefined;
    },
  },
  'session.findFactorPolicy': {
    seenBy: ANSWERABLE,
    async isSeen({ session }, actor, { factorOverMinor }) {
      const found = await session.findFactorPolicy(actor);
      return found.ok && found.value.overMinor['USD'] === factorOverMinor;
    },
  },
  'session.listFactorResets': {
    seenBy: ['operator', 'admin'],
    async isSeen({ session }, actor, { alice, awayFrom }) {
      const earlier = new Date(awayFrom.getTime() - 90 * 86_400_000);
      const found = await session.listFactorResets(actor, earlier);
      return found.ok && found.value.some(({ personId }) => personId === alice.id);
    },
  },
  'budget.findSecondPerson': {
    seenBy: ANSWERABLE,
    async isSeen({ budget }, actor, { factorOverMinor }) {
      const found = await budget.findSecondPerson(actor);
      return found?.setting['USD'] === factorOverMinor;
    },
  },
  'budget.listPlans': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ budget }, actor, { amountMinor }) {
      const found = await budget.listPlans(actor);
      return found.some(({ change }) => {
        return (
          change.kind === 'rules' &&
          change.rules !== 'cleared' &&
          change.rules.confirmOverMinor === amountMinor
        );
      });
    },
  },
  'budget.listProposals': {
    seenBy: ['operator', 'finance', 'admin'],
    async isSeen({ budget }, actor, { factorOverMinor, awayFrom }) {
      const earlier = new Date(awayFrom.getTime() - 90 * 86_400_000);
      const found = await budget.listProposals(actor, { now: earlier });
      return found.some(({ weight }) => weight === factorOverMinor + 1n);
    },
  },
  'wallet.find': {
    seenBy: [...ANSWERABLE, 'recipient'],
    async isSeen({ wallet }, actor, { alice, amountMinor }) {
      const balance = await wallet.find(actor, alice.id);
      return balance?.wallets.some((one) => one.amountMinor === amountMinor) ?? false;
    },
  },
  'wallet.compose': {
    seenBy: [...ANSWERABLE, 'recipient'],
    async isSeen({ wallet }, actor, { alice, amountMinor }) {
      const held = await wallet.compose(actor, alice.id);
      return held?.some((one) => one.giftMinor === amountMinor) ?? false;
    },
  },
  'wallet.findGuard': {
    seenBy: ANSWERABLE,
    async isSeen({ wallet }, actor, { number }) {
      const found = await wallet.findGuard(actor, { limit: 10 });
      return found?.policy.velocity['redeems-per-day']?.limit === 100 + number;
    },
  },
  'wallet.findWalletGuard': {
    seenBy: [...ANSWERABLE, 'recipient'],
    async isSeen({ wallet }, actor, { alice, openGiftId }) {
      const found = await wallet.findWalletGuard(actor, alice.id);
      return found?.reported.some(({ giftId }) => giftId === openGiftId) ?? false;
    },
  },
  'gift.listLookedAt': {
    seenBy: ANSWERABLE,
    isSeen: async ({ gift }, actor, { lookedAt }) =>
      (await gift.listLookedAt(actor, new Date(0))).some(({ subject }) => subject === lookedAt),
  },
  'gift.listPairs': {
    seenBy: ANSWERABLE,
    isSeen: async ({ gift }, actor, { alice }) =>
      (await gift.listPairs(actor, new Date(0))).some(({ recipient }) => recipient.id === alice.id),
  },
  'people.countErased': {
    seenBy: ANSWERABLE,
    isSeen: async ({ people }, actor, { erased }) => (await people.countErased(actor)) === erased,
  },
  'wallet.listFrozen': {
    seenBy: [...ANSWERABLE, 'colleague'],
    isSeen: async ({ wallet }, actor, { number }) =>
      (await wallet.listFrozen(actor)).some(({ reason }) => reason === `frozen ${number}`),
  },
  'wallet.listLeavers': {
    seenBy: ANSWERABLE,
    isSeen: async ({ wallet }, actor, { company }) =>
      (await wallet.listLeavers(actor)).some(({ name }) => name === 'Lea Ving') &&
      actor.organizationId === company.organization.id,
  },
  'wallet.listLeaverNeeds': {
    seenBy: ANSWERABLE,
    async isSeen({ wallet }, actor, { leaverMinor }) {
      const { count, leavers } = await wallet.listLeaverNeeds(actor, 5);
      expect(count).toBe(leavers.length);
      return leavers.some(({ name, waiting }) => {
        return name === 'Lea Ving' && waiting.some(({ amountMinor }) => amountMinor === leaverMinor);
      });
    },
  },
  'wallet.listLots': {
    seenBy: [...ANSWERABLE, 'recipient'],
    isSeen: async ({ wallet }, actor, { alice, number }) =>
      (await wallet.listLots(actor, alice.id))?.some(
        ({ leftMinor }) => leftMinor === 500n + BigInt(number),
      ) ?? false,
  },
  'wallet.listPayouts': {
    seenBy: ANSWERABLE,
    isSeen: async ({ wallet }, actor, { number }) =>
      (await wallet.listPayouts(actor, {})).some(({ reason }) => reason === `left ${number}`),
  },
  'wallet.listPromos': {
    seenBy: [...ANSWERABLE, 'recipient'],
    isSeen: async ({ wallet }, actor, { number }) =>
      (await wallet.listPromos(actor, { limit: 10 })).some(
        ({ amountMinor }) => amountMinor === 500n + BigInt(number),
      ),
  },
  'checkout.find': {
    seenBy: [...ANSWERABLE, 'recipient'],
    isSeen: async ({ checkout }, actor, { checkoutId }) =>
      (await checkout.find(actor, checkoutId))?.id === checkoutId,
  },
  'checkout.list': {
    seenBy: [...ANSWERABLE, 'recipient'],
    isSeen: async ({ checkout }, actor, { checkoutId }) =>
      (await checkout.list(actor, { limit: 10 })).some((one) => one.checkoutId === checkoutId),
  },
  'checkout.listMarketplaces': {
    seenBy: [...NEAR_THE_GIFT, 'colleague'],
    isSeen: async ({ checkout }, actor, { number }) =>
      (await checkout.listMarketplaces(actor)).some(({ name }) => name === `Store ${number}`),
  },
  'wallet.history': {
    seenBy: [...ANSWERABLE, 'recipient'],
    async isSeen({ wallet }, actor, { alice, giftId }) {
      const found = await wallet.history(actor, alice.id, { currency: 'USD', limit: 10 });
      return found?.rows.some((row) => row.gift?.giftId === giftId) ?? false;
    },
  },
  'wallet.list': {
    seenBy: [...ANSWERABLE, 'recipient'],
    isSeen: async ({ wallet }, actor, { amountMinor }) =>
      (await wallet.list(actor)).some((one) => one.amountMinor === amountMinor),
  },
  'wallet.listAll': {
    seenBy: ANSWERABLE_OR_OWNER,
    isSeen: async ({ wallet }, actor, { alice }) =>
      (await wallet.listAll(actor, { limit: 100 })).some(({ personId }) => personId === alice.id),
  },
  'reward.listStock': {
    seenBy: ANSWERABLE,
    isSeen: async ({ reward }, actor, { productId }) =>
      (await reward.listStock(actor)).some((one) => one.productId === productId),
  },
  'reward.listBatches': {
    seenBy: ANSWERABLE,
    isSeen: async ({ reward }, actor, { batchId }) =>
      (await reward.listBatches(actor, { limit: 10 })).some((one) => one.batchId === batchId),
  },
  'reward.listHolders': {
    seenBy: ANSWERABLE,
    isSeen: async ({ reward }, actor, { batchId, alice }) =>
      (await reward.listHolders(actor, { batchId, limit: 10 })).some(({ personId }) => personId === alice.id),
  },
  'store.listCatalogue': {
    seenBy: ANSWERABLE,
    isSeen: async ({ store }, actor, { itemId }) =>
      (await store.listCatalogue(actor)).some(({ id }) => id === itemId),
  },
  'store.offersFor': {
    seenBy: ANSWERABLE_OR_OWNER,
    isSeen: async ({ store }, actor, { itemId, alice }) =>
      (await store.offersFor(actor, { personId: alice.id }))?.some(({ item }) => item.id === itemId) ?? false,
  },
  'store.listOrders': {
    seenBy: ANSWERABLE_OR_OWNER,
    isSeen: async ({ store }, actor, { orderId }) =>
      (await store.listOrders(actor, { limit: 10 })).some((one) => one.orderId === orderId),
  },
  'store.countOrders': {
    seenBy: ANSWERABLE_OR_OWNER,
    isSeen: async ({ store }, actor, { orderId }) => {
      const all = await store.listOrders(actor, { limit: 10 });
      const { fulfillerId, status } = all.find((one) => one.orderId === orderId) ?? {};
      if (!fulfillerId || !status) return false;
      return (await store.countOrders(actor, { fulfillerId, statuses: [status] })) > 0;
    },
  },
  'store.findOrder': {
    seenBy: ANSWERABLE_OR_OWNER,
    isSeen: async ({ store }, actor, { orderId }) => (await store.findOrder(actor, orderId))?.id === orderId,
  },
  'store.findPicture': {
    seenBy: [...NEAR_THE_GIFT, 'colleague'],
    isSeen: async ({ store }, actor, { picture }) => (await store.findPicture(actor, picture)) !== undefined,
  },
  'report.listDepartmentMonths': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ report }, actor, { spentMinor, month }) =>
      (await report.listDepartmentMonths(actor, month)).some(({ givenMinor }) => givenMinor === spentMinor),
  },
  'report.spend': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ report }, actor, { spentMinor }) =>
      (await report.spend(actor)).some(({ amountMinor }) => amountMinor === spentMinor),
  },
  'report.sumGiven': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ report }, actor, { spentMinor, organizationId }) {
      const found = await report.sumGiven(actor, [{ from: '2000-01-01', to: '2100-01-01' }]);
      // Who sees all has Design's gifts in it, too.
      return (
        found.some(({ amountMinor }) => amountMinor >= spentMinor) && actor.organizationId === organizationId
      );
    },
  },
  'report.sumUnclaimed': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ report }, actor, { leaverMinor, organizationId, signedInAt }) {
      const found = await report.sumUnclaimed(actor, signedInAt);
      // Of Engineering: what Lea, Alice and the list were given.
      const least = leaverMinor + 100n + 300n;
      return found.some(({ nowMinor }) => nowMinor >= least) && actor.organizationId === organizationId;
    },
  },
  'report.spendBy': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ report }, actor, { engineeringId }) {
      const { rows } = await report.spendBy(actor, { by: 'department', ...EVER });
      return rows.some(({ member }) => member === engineeringId);
    },
  },
  'report.read': {
    seenBy: NEAR_THE_GIVER,
    async isSeen({ report }, actor, { spentMinor, organizationId }) {
      const read = await report.read(actor, '');
      if (read.kind !== 'report' || actor.organizationId !== organizationId) return false;
      return read.totals.some(({ givenMinor }) => givenMinor >= spentMinor);
    },
  },
  'report.budgetsOver': {
    seenBy: NEAR_THE_GIVER,
    isSeen: async ({ report }, actor, { engineeringId }) =>
      (await report.budgetsOver(actor, EVER)).some(({ departmentId }) => departmentId === engineeringId),
  },
  'report.liability': {
    seenBy: ANSWERABLE,
    isSeen: async ({ report }, actor, { engineeringId }) =>
      (await report.liability(actor, { until: FAR_OFF })).some(
        ({ departmentId }) => departmentId === engineeringId,
      ),
  },
  'report.stockValue': {
    seenBy: ANSWERABLE,
    isSeen: async ({ report }, actor, { productId }) =>
      (await report.stockValue(actor, { until: FAR_OFF })).some((one) => one.productId === productId),
  },
  'report.returns': {
    seenBy: ANSWERABLE,
    isSeen: async ({ report }, actor, { engineeringId }) =>
      (await report.returns(actor, EVER)).some(({ departmentId }) => departmentId === engineeringId),
  },
  'report.tax': {
    seenBy: ANSWERABLE,
    isSeen: async ({ report }, actor, { alice }) =>
      ((await report.tax(actor, EVER))?.lines ?? []).some(({ personId }) => personId === alice.id),
  },
  'report.taxMaps': {
    seenBy: ANSWERABLE,
    isSeen: async ({ report }, actor, { batch }) =>
      (await report.taxMaps(actor)).some(({ name }) => name === batch),
  },
  'report.mailings': {
    seenBy: ['operator', 'admin', 'giver'],
    isSeen: async ({ report }, actor, { morgan }) =>
      (await report.mailings(actor)).some(({ personId }) => personId === morgan.id),
  },
  'report.taxSettings': {
    seenBy: ANSWERABLE,
    isSeen: async ({ report }, actor, { batch }) =>
      (await report.taxSettings(actor)).some(
        ({ since }) => Number(since.slice(-2)) === Number(batch.slice('batch '.length)),
      ),
  },
  'webhook.list': {
    seenBy: ['operator', 'admin'],
    async isSeen({ webhook }, actor, { webhookId, signedInAt }) {
      const found = await webhook.list(actor, signedInAt);
      return found.ok && found.value.some(({ id }) => id === webhookId);
    },
  },
  'webhook.log': {
    seenBy: ['operator', 'admin'],
    async isSeen({ webhook }, actor, { webhookId }) {
      const found = await webhook.log(actor, { webhookId, limit: 5 });
      return found.ok && found.value.length > 0;
    },
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
