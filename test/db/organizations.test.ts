import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findApprovalView } from '#src/db/approval/approval-view.ts';
import { lockApproval } from '#src/db/approval/approval.ts';
import { findGiverAllowances } from '#src/db/budget/allowance.ts';
import { getDepartmentPolicies, listBudgetPolicies } from '#src/db/budget/budget.ts';
import { findSealedCode, isGiftWithin, lockGift } from '#src/db/gift/gift.ts';
import { lockReservedGifts } from '#src/db/gift/reserved-gift.ts';
import { findGiftIds, lockGiftsToVoid, saveVoided } from '#src/db/gift/void.ts';
import { listUnredeemedGifts, listWallets } from '#src/db/gift/wallet.ts';
import { deleteFailedJobs } from '#src/db/jobs/failed-job.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { getGiftsToDeliver } from '#src/db/message/delivery.ts';
import { getDepartment, listDepartmentsById } from '#src/db/people/department.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { getPerson } from '#src/db/people/person.ts';
import { listGiftsOfRecognitions } from '#src/db/recognition/answer.ts';
import {
  findRecognition,
  findRecognitionWithin,
  getRecognition,
  savePersonRefs,
} from '#src/db/recognition/recognition.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { findBareIds } from '#test/helpers/bare-ids.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { listSources } from '#test/helpers/read-imports.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { makeWorld, type World } from '#test/queries/world.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** Who takes ids, and not the organization whose rows they are, and why. */
const BARE_IDS = {
  // A job's queue knows ids alone, and a batch may be of several organizations; what is found says whose it is.
  'src/db/approval/approval.ts': ['findApprovalRef'],
  'src/db/checkout/checkout.ts': ['findCheckoutRef'],
  'src/db/gift/claim-deadline.ts': ['findDeadline'],
  'src/db/gift/gift-card.ts': ['findGiftCardRef'],
  'src/db/gift/late-returns.ts': ['findLateReturns'],
  'src/db/message/notification.ts': ['leaseDueNotifications'],
  'src/db/message/placed-card.ts': ['leaseDueCards'],
  'src/db/message/sending.ts': ['leaseDue'],
  'src/db/recognition/answer.ts': ['leaseDueAnswers'],
  'src/db/recognition/post.ts': ['leaseDuePosts'],
  'src/db/recognition/recognition.ts': ['findRecognitionsToIdentify', 'lockQueuedRecognitions'],
  'src/db/reward/stock-product.ts': ['lockWatchedProduct'],
  'src/db/wallet/promo-grant.ts': ['findGrantRef'],
  'src/db/reward/reward-order.ts': ['findRewardOrderRef'],
  'src/db/store/order.ts': ['findOrderRef'],
  'src/db/webhook/webhook.ts': ['findWebhookById'],
  // A company that is made up is alone in its database.
  'src/db/report/sample-gifts.ts': ['markSampleDelivered', 'markSampleRedeemed'],
  // It only puts an id into SQL, whose reader names the organization.
  // Keys are the same for all organizations.
  'src/db/keys/sealed-code.ts': ['listGiftsUnderKey'],
  'src/db/keys/sealed-factor.ts': ['countFactorsUnderKey'],
  'src/db/keys/sealed-webhook-secret.ts': ['countWebhookSecretsUnderKey'],
  'src/db/keys/sealed-stock.ts': ['countStockUnderKey'],
  'src/db/keys/signed-request.ts': ['lockRequestsUnderOtherKeys', 'listRequestsUnderKey'],
  'src/db/keys/signed-seal.ts': ['countUnsealedUnderKey'],
  // They find the organization itself.
  'src/db/people/identity.ts': ['listHomes'],
  'src/db/people/organization.ts': ['findOrganizationById', 'getOrganization', 'findOrganizationOfWorkspace'],
};

/** Finds a row of the world by its id, in an organization. */
type Look = (tx: Tx, organizationId: string, at: World) => Promise<unknown>;

const LOOKS: Record<string, Look> = {
  getDepartment: (tx, organizationId, { engineeringId: id }) => getDepartment(tx, { organizationId, id }),
  listDepartmentsById: (tx, organizationId, { engineeringId: id }) =>
    listDepartmentsById(tx, [{ organizationId, id }]),
  getPerson: (tx, organizationId, { alice }) => getPerson(tx, organizationId, alice.id),
  findPeople: (tx, organizationId, { alice }) =>
    findPeople(tx, organizationId, { by: 'id', personId: alice.id }),
  findGiverAllowances: async (tx, organizationId, { morgan: { id } }) =>
    (await findGiverAllowances(tx, [{ organizationId, id }], tx.now)).get(id)?.allowanceMinor,
  getDepartmentPolicies: (tx, organizationId, { engineeringId: id }) =>
    getDepartmentPolicies(tx, [{ organizationId, id }], tx.now),
  listBudgetPolicies: (tx, organizationId, { engineeringId: id }) =>
    listBudgetPolicies(tx, { organizationId, id }, tx.now),
  getRecognition: (tx, organizationId, { recognitionId: id }) => getRecognition(tx, { organizationId, id }),
  findRecognition: (tx, organizationId, { recognitionId: id }) => findRecognition(tx, { organizationId, id }),
  findRecognitionWithin: (tx, organizationId, { recognitionId }) =>
    findRecognitionWithin(tx, everythingOf(organizationId), recognitionId),
  listGiftsOfRecognitions: (tx, organizationId, { recognitionId: id }) =>
    listGiftsOfRecognitions(tx, [{ organizationId, id }]),
  lockApproval: (tx, organizationId, { approvalId: id }) => lockApproval(tx, { organizationId, id }),
  findApprovalView: (tx, organizationId, { approvalId: id }) => findApprovalView(tx, { organizationId, id }),
  findSealedCode: (tx, organizationId, { giftId }) => findSealedCode(tx, { organizationId, giftId }),
  lockGift: (tx, organizationId, { giftId }) => lockGift(tx, organizationId, giftId),
  isGiftWithin: async (tx, organizationId, { giftId }) =>
    (await isGiftWithin(tx, everythingOf(organizationId), giftId)) || undefined,
  findGiftIds: (tx, organizationId, { recognitionId }) => findGiftIds(tx, organizationId, recognitionId),
  lockGiftsToVoid: (tx, organizationId, { giftId }) => lockGiftsToVoid(tx, organizationId, [giftId]),
  lockReservedGifts: (tx, organizationId, { reservedId: id }) =>
    lockReservedGifts(tx, { organizationId, id }),
  getGiftsToDeliver: (tx, organizationId, { giftId: id }) => getGiftsToDeliver(tx, [{ organizationId, id }]),
  listWallets: (tx, organizationId, { alice: { id } }) => listWallets(tx, { organizationId, id }),
  listUnredeemedGifts: (tx, organizationId, { alice: { id } }) =>
    listUnredeemedGifts(tx, { organizationId, id }),
  deleteFailedJobs: (tx, organizationId, { giftId }) => deleteFailedJobs(tx, organizationId, giftId),
};

describe('rows', () => {
  let core: TestCore;
  let world: World;
  let other: World;

  beforeAll(async () => {
    core = makeCore(database.db);
    world = await makeWorld(core, 1);
    other = await makeWorld(core, 2);
  });

  it('are asked for by id only within their organization, but where there is a reason', () => {
    const files = listSources('src/db').filter((file) => !file.startsWith('src/db/kit/'));
    const bare = files
      .map((file) => [file, findBareIds(file)] as const)
      .filter(([, names]) => names.length > 0);

    expect(Object.fromEntries(bare)).toEqual(BARE_IDS);
  });

  it.each([
    ['export async function f(db: Reader, id: string) {}', ['f']],
    ['export async function f(db: Reader, giftIds: readonly string[]) {}', ['f']],
    ['export async function f(tx: Tx, { id }: { id: string }, at: Date) {}', ['f']],
    ['export async function f(tx: Tx, organizationId: string, id: string) {}', []],
    ['export async function f(db: Reader, scope: Scope, giftId: string) {}', []],
  ])('would notice %s', (source, found) => {
    expect(findBareIds('src/db/gift/x.ts', source)).toEqual(found);
  });

  it.each(Object.entries(LOOKS))(
    '%s finds what is the organization’s own, and no other’s',
    async (_, look) => {
      const found = await rolledBack((tx) => look(tx, world.organizationId, world));
      const foreign = await rolledBack((tx) => look(tx, other.organizationId, world));

      expect(isThere(found)).toBe(true);
      expect(isThere(foreign)).toBe(false);
    },
  );

  it('are written only within their organization', async () => {
    const asked = await world.company.ask('morgan', 'alice', '4');
    const { organizationId } = other;

    await transactOn(core.db, (tx) =>
      savePersonRefs(tx, core.keys, { organizationId, id: asked.id, recipients: [] }),
    );
    const voiding = transactOn(core.db, async (tx) => {
      const gifts = await lockGiftsToVoid(tx, world.organizationId, [world.openGiftId]);
      await saveVoided(tx, organizationId, gifts, { at: tx.now, by: world.morgan.id, reason: '' });
    });

    await expect(voiding).rejects.toThrow('changed under its lock');
    const { recipients } = await getRecognition(core.db, asked);
    expect(recipients).toEqual([world.company.ref('alice')]);
  });

  /** What a look gives, or undefined where it says that there is nothing of that id. */
  async function rolledBack(look: (tx: Tx) => Promise<unknown>): Promise<unknown> {
    const stop = new Error('rolled back');
    let found: unknown;
    await transactOn(core.db, async (tx) => {
      found = await look(tx);
      throw stop;
    }).catch((error: unknown) => {
      const isMissing = error instanceof Error && error.message.startsWith('there is no ');
      if (error !== stop && !isMissing) throw error;
    });
    return found;
  }
});

function isThere(found: unknown): boolean {
  if (found instanceof Map) return found.size > 0;
  return Array.isArray(found) ? found.length > 0 : found !== undefined;
}
