import { personRow } from '#test/helpers/company.ts';
import type { Site } from '#test/web/site/open-site.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';
import { randomUUID } from 'node:crypto';

/**
 * Gifts of October and November to people in six countries and to guests, some of which came back: what the tax page has to say
 * something about.
 */
export async function giveToBeTaxed({ core, company }: Pick<Site, 'core' | 'company'>): Promise<void> {
  const { app, clock } = core;
  const { organization } = company;
  clock.set('2026-10-20T15:00:00Z');
  const by = await company.person('zoe');
  for (const [name, region, currency] of [
    ['Berlin', 'DE', 'EUR'],
    ['Toronto', 'Canada', 'CAD'],
    ['Lyon', 'FR', 'EUR'],
  ] as const) {
    await app.people.addDepartment(organization, {
      department: { name, region, currency, timeZone: 'UTC' },
      by,
    });
  }
  await app.people.import(organization, [
    personRow('Finn Adeyemi', 'Money', 'finance'),
    { ...personRow('Ulla Brandt', 'Berlin', 'manager'), employeeNumber: 'B-1' },
    { ...personRow('Jens Kraft', 'Berlin'), employeeNumber: 'B-2' },
    { ...personRow('Claire Roy', 'Toronto', 'manager'), employeeNumber: 'T-1' },
    { ...personRow('Noah Tremblay', 'Toronto'), employeeNumber: 'T-2' },
    personRow('Luc Petit', 'Lyon'),
    { ...personRow('Alice Ito', 'Engineering'), employeeNumber: '00117', region: 'US-CA' },
    { ...personRow('Bob Olsen', 'Engineering'), region: 'US' },
    { ...personRow('Gus Contractor', 'Engineering'), region: 'US-NY', isGuest: true },
  ]);
  for (const [name, amount] of [
    ['Engineering', 1_000_000n],
    ['Berlin', 1_000_000n],
    ['Toronto', 1_000_000n],
  ] as const) {
    await company.setBudget(name, amount);
  }
  const early = await give('morgan', 'alice', '40', 'for the launch');
  await give('morgan', 'gus', '1500', 'for the pilot');
  clock.set('2026-11-03T15:00:00Z');
  for (const name of ['Engineering', 'Berlin', 'Toronto']) await company.setBudget(name, 1_000_000n);
  await give('morgan', 'alice', '25.50', 'for the docs');
  await give('morgan', 'bob', '60', 'for on-call');
  await give('morgan', 'mallory', '10', 'for the talk');
  await give('ulla', 'jens', '30', 'for the fix');
  clock.set('2026-11-16T10:00:00Z');
  await give('ulla', 'jens', '15', 'thanks');
  await give('ulla', 'luc', '20', 'merci');
  await give('claire', 'noah', '300', '', 'birthday');
  await give('claire', 'noah', '250', 'happy holidays', 'holiday');
  await give('claire', 'noah', '35', 'for the release');
  await give('morgan', 'gus', '700', 'for the second pilot');
  const asked = await app.approval.requestVoid({
    person: await company.person('priya'),
    giftId: early,
    reason: 'given by mistake',
  });
  const approvalId = asked.ok ? asked.value.approvalId : '';
  await app.approval.decide({
    person: await company.person('finn'),
    approvalId,
    decision: { kind: 'approve' },
  });

  async function give(giver: string, to: string, amount: string, message: string, occasion = '') {
    const { recognition } = await app.recognition.request({
      organizationId: organization.id,
      source: 'slack',
      requestId: randomUUID(),
      giver: company.ref(giver),
      recipients: [company.ref(to)],
      amount: { amount },
      message,
      occasion,
      isConfirmed: true,
      channelId: null,
      replyTo: null,
    });
    await app.recognition.issue([recognition.id]);
    const { gifts, recognition: decided } = await stateOfRecognition(core, recognition.id);
    if (decided.refusal) throw new Error(`no gift to ${to}: ${decided.refusal.kind}`);
    return gifts[0]?.giftId ?? '';
  }
}
