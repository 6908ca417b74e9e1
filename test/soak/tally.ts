import type { Answer } from './start-teller.ts';

/** How often something was acknowledged, and how often nobody knows whether it was done: each is one time or none. */
export type Count = { done: number; maybe: number };

/** A request to give, as the bank wrote it down before it sent it. */
export type Asked = {
  /** Its message, which names it whatever way it came in. */
  token: string;
  giverId: string;
  /** Whose budget is to pay. */
  departmentId: string;
  /** Who is to get a gift; empty where it must be refused. */
  recipientIds: readonly string[];
  amountMinor: bigint;
  isBulk: boolean;
  /** How often it was acknowledged as accepted, and how often that may have been. */
  taken: Count;
  recognitionId?: string;
};

/** While it was surely frozen, a department gave nothing. Milliseconds. */
export type Frost = { departmentId: string; from: number; until: number };

/** What the bank itself keeps of everything that it was told. */
export type Tally = {
  asked: ReadonlyMap<string, Asked>;
  /** By what was done, such as `redeem:<gift>`. */
  effects: ReadonlyMap<string, Count>;
  frosts: Frost[];
  /** The departments that a hand is about to freeze or has frozen: another one stays away. */
  freezing: Set<string>;
  /** How often each operation was begun. */
  operations: ReadonlyMap<string, number>;
  outcomes: { answered: number; failed: number; lost: number };
  /** What cannot be right, seen while it worked. */
  breaches: string[];
  begin(operation: string): void;
  /** Writes a request down, with a name of its own. */
  plan(request: Omit<Asked, 'token' | 'taken' | 'isBulk'> & { isBulk?: boolean }): Asked;
  /** A name that was never used. */
  newToken(): string;
  /** The request is accepted, as this recognition where that was said. */
  take(asked: Asked, recognitionId?: string): void;
  count(effect: string, certainty: keyof Count): void;
  /** Counts what an answer says of an effect; `isPromised`: after a fault, the product says that nothing was done. */
  note(effect: string, answer: Answer<{ ok: boolean }>, promise: { isPromised: boolean }): void;
  breach(what: string): void;
  /** The requests that were accepted as a recognition which is known, the newest last. */
  known(): readonly (Asked & { recognitionId: string })[];
};

export function createTally(): Tally {
  const asked = new Map<string, Asked>();
  const effects = new Map<string, Count>();
  const operations = new Map<string, number>();
  const known: (Asked & { recognitionId: string })[] = [];
  const breaches: string[] = [];
  let tokens = 0;

  function newToken(): string {
    tokens += 1;
    return `t${tokens}`;
  }
  function count(effect: string, certainty: keyof Count): void {
    const counted = effects.get(effect) ?? { done: 0, maybe: 0 };
    effects.set(effect, { ...counted, [certainty]: counted[certainty] + 1 });
  }

  return {
    asked,
    effects,
    operations,
    breaches,
    frosts: [],
    freezing: new Set(),
    outcomes: { answered: 0, failed: 0, lost: 0 },
    newToken,
    count,
    known: () => known,
    begin: (operation) => void operations.set(operation, (operations.get(operation) ?? 0) + 1),
    breach: (what) => void breaches.push(what),
    plan({ isBulk = false, ...request }) {
      const planned = { ...request, isBulk, token: newToken(), taken: { done: 0, maybe: 0 } };
      asked.set(planned.token, planned);
      return planned;
    },
    take(request, recognitionId) {
      request.taken.done += 1;
      if (recognitionId === undefined) return;
      if (request.recognitionId === undefined) known.push(Object.assign(request, { recognitionId }));
      else if (request.recognitionId !== recognitionId) {
        breaches.push(
          `request ${request.token} was accepted as ${request.recognitionId} and as ${recognitionId}`,
        );
      }
    },
    note(effect, answer, { isPromised }) {
      if (answer.kind === 'answered' && answer.value.ok) count(effect, 'done');
      if (answer.kind === 'lost' || (answer.kind === 'failed' && !isPromised)) count(effect, 'maybe');
    },
  };
}
