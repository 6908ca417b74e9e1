import { Client } from 'pg';
import { must } from '#src/domain/kit/must.ts';
import type { RecordedRequest } from '#src/domain/ledger/record-text.ts';
import { signedTextOf } from '#src/db/ledger/activity.ts';
import { factsOf } from '#src/db/ledger/gift-facts.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { newId } from '#src/kit/new-id.ts';
import { plainStatements } from './plain-statements.ts';

type Row = Record<string, string | null>;

/**
 * Issues the gifts of queued requests one a transaction, with hand-written, prepared SQL and nothing in between: what
 * Largesse's batches are compared with. Returns gifts a second.
 */
export async function issuePlainly(
  { url, keys }: { url: string; keys: KeyRing },
  ids: readonly string[],
  clients: number,
): Promise<number> {
  const connected = await Promise.all(Array.from({ length: clients }, () => connect(url)));
  const waiting = [...ids];
  async function work(client: Client): Promise<void> {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await issueOne(client, keys, id);
  }
  try {
    const startedAt = performance.now();
    await Promise.all(connected.map(work));
    return ids.length / ((performance.now() - startedAt) / 1000);
  } finally {
    await Promise.all(connected.map((client) => client.end()));
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  return client;
}

async function issueOne(client: Client, keys: KeyRing, id: string): Promise<void> {
  async function ask(statement: keyof typeof plainStatements, values: unknown[]): Promise<Row[]> {
    const { rows } = await client.query<Row>({ name: statement, text: plainStatements[statement], values });
    return rows;
  }
  await client.query('begin');
  await issueIn(ask, keys, id);
  await client.query('commit');
}

type Ask = (statement: keyof typeof plainStatements, values: unknown[]) => Promise<Row[]>;

async function issueIn(ask: Ask, keys: KeyRing, id: string): Promise<void> {
  const asked = first(await ask('lockRecognition', [id]));
  const { organization_id: organization, giver: giverUser, recipient: recipientUser, currency } = asked;
  const people = await ask('findPeople', [organization, giverUser, recipientUser]);
  const giver = first(people.filter((person) => person['user_id'] === giverUser));
  const recipient = first(people.filter((person) => person['user_id'] === recipientUser));
  const departmentId = giver['department_id'];
  const department = first(await ask('findDepartment', [organization, departmentId]));
  if (giver['role'] === 'employee' || currency !== department['currency']) throw new Error('not allowed');

  const now = new Date();
  const day = now.toISOString().slice(0, 10);
  const period = `${day.slice(0, 7)}-01`;
  const accounts = await ask('lockAccounts', [organization, departmentId, currency, period]);
  const budget = first(accounts.filter((account) => account['kind'] === 'budget'));
  const outstanding = first(accounts.filter((account) => account['kind'] === 'outstanding'));
  const amount = BigInt(asked['amount'] ?? '') * 100n;
  const left = BigInt(budget['balance'] ?? '') - amount;
  if (left < 0n) throw new Error('over budget');

  const giftId = newId();
  const to = recipient['id'];
  const by = giver['id'];
  await ask('insertGift', [
    organization,
    giftId,
    id,
    to,
    by,
    departmentId,
    recipient['region'],
    amount,
    currency,
    now,
    period,
  ]);
  await ask('insertDelivery', [organization, giftId, now]);
  const code = keys.mintCode();
  const { keyId, hmac } = keys.indexOf(code);
  const sealed = Buffer.from(keys.seal(code, giftId));
  await ask('insertCode', [organization, giftId, Buffer.from(hmac), keyId, sealed, code.lastFour, to]);
  const entryId = newId();
  await ask('insertEntry', [organization, entryId, `gift.issued:${giftId}`, giftId, now]);
  const owed = BigInt(outstanding['balance'] ?? '') + amount;
  await ask('insertPostings', [
    organization,
    entryId,
    budget['id'],
    currency,
    -amount,
    left,
    outstanding['id'],
    amount,
    owed,
  ]);
  await ask('addSpend', [organization, departmentId, by, day, currency, amount]);
  const gift = {
    id: giftId,
    recognitionId: id,
    recipientId: text(to),
    giverId: text(by),
    departmentId: text(departmentId),
    region: text(recipient['region']),
    taxClass: 'employee' as const,
    amountMinor: amount,
    currency: text(currency),
    period,
    expiresAt: null,
    request: requestOf(asked),
  };
  const facts = factsOf(gift, {
    createdAt: now,
    code: { keyId, hmac, lastFour: code.lastFour },
    boundTo: text(to),
  });
  const activity = {
    organizationId: text(organization),
    id: newId(),
    at: now,
    kind: 'gift.issued' as const,
    actorId: text(by),
    subjectId: text(to),
    giftId,
    detail: { amountMinor: amount.toString(), currency },
    facts,
  };
  const { mac } = keys.sign(signedTextOf(activity));
  const detail = JSON.stringify(activity.detail);
  await ask('insertActivity', [
    organization,
    activity.id,
    now,
    by,
    to,
    giftId,
    detail,
    Buffer.from(facts, 'hex'),
    Buffer.from(mac),
  ]);
  await ask('saveDecision', [id, by, departmentId, now]);
}

function requestOf(asked: Row): RecordedRequest {
  return {
    source: text(asked['source']),
    requestId: text(asked['request_id']),
    giver: JSON.parse(text(asked['giver_ref'])),
    recipients: JSON.parse(text(asked['recipient_refs'])),
    amount: text(asked['amount']),
    currency: asked['currency'] ?? null,
    message: text(asked['message']),
    occasion: text(asked['occasion']),
    payingDepartmentId: null,
  };
}

function text(value: string | null | undefined): string {
  return must(value ?? undefined, 'a value of the bench');
}

function first(rows: readonly Row[]): Row {
  const [row] = rows;
  if (!row) throw new Error('a row of the bench is missing');
  return row;
}
