import { describe, expect, it } from 'vitest';
import {
  type Actor,
  deedsOf,
  everythingOf,
  grantsThemselves,
  may,
  RELATIONS,
  RESOURCES,
  type Right,
  scopeOf,
  sees,
} from '#src/domain/people/access.ts';
import { ROLES, type Role } from '#src/domain/people/roles.ts';

/** Every cell: whose by column, `r` read, `g` give, `b` give in bulk, `s` set, `d` decide, `v` void, `p` grant credit, `w` guard wallets, `e` entitle, `-` nothing. */
const CELLS = `
role      resource     own  reports  department  all
employee  person       r    -        -           -
employee  department   -    -        r           -
employee  budget       -    -        -           -
employee  policy       -    -        -           -
employee  allowance    r    -        -           -
employee  recognition  r    -        -           -
employee  gift         r    -        -           -
employee  wallet       r    -        -           -
employee  offer        r    -        -           -
employee  order        r    -        -           -
employee  catalogue    -    -        -           -
employee  stock        -    -        -           -
employee  session      r    -        -           -
employee  token        r    -        -           -
employee  approval     r    -        -           -
employee  spend        -    -        -           -
employee  ledger       -    -        -           -
employee  job          -    -        -           -
employee  webhook      -    -        -           -
manager   person       r    r        r           -
manager   department   -    -        r           -
manager   budget       -    -        rg          -
manager   policy       -    -        r           -
manager   allowance    r    r        -           -
manager   recognition  r    r        -           -
manager   gift         r    r        -           -
manager   wallet       r    -        -           -
manager   offer        r    -        -           -
manager   order        r    -        -           -
manager   catalogue    -    -        -           -
manager   stock        -    -        -           -
manager   session      r    -        -           -
manager   token        r    -        -           -
manager   approval     r    -        -           -
manager   spend        -    -        r           -
manager   ledger       -    -        -           -
manager   job          -    -        -           -
manager   webhook      -    -        -           -
approver  person       r    r        r           -
approver  department   -    -        r           -
approver  budget       -    -        rg          -
approver  policy       -    -        r           -
approver  allowance    r    -        r           -
approver  recognition  r    -        r           -
approver  gift         r    -        r           -
approver  wallet       r    -        -           -
approver  offer        r    -        -           -
approver  order        r    -        -           -
approver  catalogue    -    -        -           -
approver  stock        -    -        -           -
approver  session      r    -        -           -
approver  token        r    -        -           -
approver  approval     r    -        rd          -
approver  spend        -    -        r           -
approver  ledger       -    -        -           -
approver  job          -    -        -           -
approver  webhook      -    -        -           -
hr        person       -    -        -           rs
hr        department   -    -        -           rs
hr        budget       -    -        r           rb
hr        policy       -    -        -           r
hr        allowance    -    -        -           r
hr        recognition  -    -        -           r
hr        gift         -    -        -           rv
hr        wallet       -    -        -           rw
hr        offer        -    -        -           r
hr        order        r    -        -           rs
hr        catalogue    -    -        -           rs
hr        stock        -    -        -           rs
hr        session      r    -        -           -
hr        token        r    -        -           -
hr        approval     -    -        -           r
hr        spend        -    -        -           r
hr        ledger       -    -        -           -
hr        job          -    -        -           -
hr        webhook      -    -        -           -
finance   person       -    -        -           r
finance   department   -    -        -           r
finance   budget       -    -        r           rbs
finance   policy       -    -        -           rs
finance   allowance    -    -        -           rs
finance   recognition  -    -        -           r
finance   gift         -    -        -           rv
finance   wallet       -    -        -           rpw
finance   offer        -    -        -           r
finance   order        r    -        -           r
finance   catalogue    -    -        -           r
finance   stock        -    -        -           rs
finance   session      r    -        -           -
finance   token        r    -        -           -
finance   approval     -    -        -           rd
finance   spend        -    -        -           r
finance   ledger       -    -        -           r
finance   job          -    -        -           -
finance   webhook      -    -        -           -
admin     person       -    -        -           rse
admin     department   -    -        -           rs
admin     budget       -    -        rg          rbs
admin     policy       -    -        -           rs
admin     allowance    -    -        -           rs
admin     recognition  -    -        -           r
admin     gift         -    -        -           rv
admin     wallet       -    -        -           rpw
admin     offer        -    -        -           r
admin     order        r    -        -           rs
admin     catalogue    -    -        -           rs
admin     stock        -    -        -           rs
admin     session      -    -        -           r
admin     token        -    -        -           rs
admin     approval     -    -        rd          rd
admin     spend        -    -        -           r
admin     ledger       -    -        -           r
admin     job          -    -        -           rs
admin     webhook      -    -        -           rs
`;

const LETTERS = {
  read: 'r',
  give: 'g',
  'give-in-bulk': 'b',
  set: 's',
  decide: 'd',
  void: 'v',
  grant: 'p',
  guard: 'w',
  entitle: 'e',
} as const;

function tableAsText(): string[][] {
  const rows = ROLES.flatMap((role) =>
    RESOURCES.map((resource) => [
      role,
      resource,
      ...RELATIONS.map((relation) => {
        const deeds = deedsOf(role, resource, relation);
        return deeds.map((deed) => `${LETTERS[deed]}`).join('') || '-';
      }),
    ]),
  );
  return [['role', 'resource', ...RELATIONS], ...rows];
}

describe('what each role may do', () => {
  it('stands in every cell as it is written here', () => {
    const written = CELLS.trim()
      .split('\n')
      .map((line) => line.split(/\s+/u));

    expect(tableAsText()).toEqual(written);
  });

  it.each<[Right, Role[]]>([
    ['give', ['manager', 'approver', 'admin']],
    ['give-in-bulk', ['hr', 'finance', 'admin']],
    ['see-budget', ['manager', 'approver', 'hr', 'finance', 'admin']],
    ['set-budgets', ['finance', 'admin']],
    ['set-rules', ['finance', 'admin']],
    ['set-allowances', ['finance', 'admin']],
    ['void-gifts', ['hr', 'finance', 'admin']],
    ['manage-webhooks', ['admin']],
    ['retry-jobs', ['admin']],
    ['read-ledger', ['finance', 'admin']],
    ['keep-people', ['hr', 'admin']],
    ['keep-departments', ['hr', 'admin']],
    ['set-roles', ['admin']],
    ['link-identities', ['admin']],
  ])('lets those %s who may', (right, roles) => {
    expect(ROLES.filter((role) => may(role, right))).toEqual(roles);
  });
});

describe('who grants to whom', () => {
  const finn: Actor = {
    organizationId: 'o1',
    id: 'finn',
    role: 'finance',
    departmentId: 'finance',
    isDeactivated: false,
  };

  it.each<[string, Actor, Parameters<typeof grantsThemselves>[1], boolean]>([
    ['their own allowance', finn, { personId: 'finn' }, true],
    ['a colleague’s allowance', finn, { personId: 'hanna' }, false],
    ['their own department', finn, { departmentId: 'finance' }, true],
    ['another department', finn, { departmentId: 'design' }, false],
    ['all departments', finn, { departmentId: null }, false],
    ['any as an admin, but not their own', { ...finn, role: 'admin' }, { departmentId: 'finance' }, true],
    ['any as the operator', { organizationId: 'o1', operator: 'root' }, { departmentId: 'finance' }, false],
  ])('says whether somebody grants themselves: %s', (_what, actor, whose, expected) => {
    expect(grantsThemselves(actor, whose)).toBe(expected);
  });
});

describe('how far somebody sees', () => {
  it.each(RESOURCES)(
    'is their own gifts, wallet, offers, orders and sessions for a guest, and nothing else: %s',
    (resource) => {
      const { isAll, personId, managerId, departmentId } = scopeOf(
        actor('employee', { isGuest: true }),
        resource,
      );

      const isTheirs = ['gift', 'wallet', 'offer', 'order', 'session'].includes(resource);
      expect([isAll, managerId, departmentId]).toEqual([false, undefined, undefined]);
      expect(personId !== undefined).toBe(isTheirs);
    },
  );

  const nobody = { organizationId: 'o1', id: 'p1', departmentId: 'd1', isDeactivated: false, isGuest: false };
  function actor(role: Role, more: Partial<typeof nobody> = {}): Actor {
    return { ...nobody, role, ...more };
  }

  it('is all of one organization for the operator', () => {
    const scope = scopeOf({ organizationId: 'o1', operator: 'root' }, 'ledger');

    expect(scope).toEqual(everythingOf('o1'));
    expect(scope).toEqual({ organizationId: 'o1', isAll: true });
    expect(sees(scope, {})).toBe(true);
  });

  it('is nothing for who has left, whatever they were', () => {
    for (const role of ROLES) {
      for (const resource of RESOURCES) {
        const scope = scopeOf(actor(role, { isDeactivated: true }), resource);
        expect(sees(scope, { people: [{ id: 'p1', managerId: 'p1' }], departmentId: 'd1' })).toBe(false);
      }
    }
  });

  it.each<[Role, string, Parameters<typeof sees>[1], boolean]>([
    ['employee', 'their own', { people: [{ id: 'p1', managerId: null }] }, true],
    ['employee', 'another’s', { people: [{ id: 'p2', managerId: 'p1' }], departmentId: 'd1' }, false],
    ['employee', 'another’s, of no department,', { people: [{ id: 'p2', managerId: null }] }, false],
    ['manager', 'a report’s', { people: [{ id: 'p2', managerId: 'p1' }] }, true],
    ['manager', 'a colleague’s', { people: [{ id: 'p2', managerId: 'p3' }], departmentId: 'd1' }, false],
    ['approver', 'a colleague’s', { people: [{ id: 'p2', managerId: 'p3' }], departmentId: 'd1' }, true],
    [
      'approver',
      'another department’s',
      { people: [{ id: 'p2', managerId: 'p3' }], departmentId: 'd2' },
      false,
    ],
    ['approver', 'nobody’s', { departmentId: null }, false],
    ['hr', 'another department’s', { people: [{ id: 'p2', managerId: 'p3' }], departmentId: 'd2' }, true],
  ])('lets %s see %s gift or not', (role, _, belonging, expected) => {
    expect(sees(scopeOf(actor(role), 'gift'), belonging)).toBe(expected);
  });
});
