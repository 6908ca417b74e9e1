import { type Command, InvalidArgumentError, Option } from 'commander';
import { CLOSING_WAYS, type ClosingWay } from '#src/domain/wallet/closing.ts';
import type { GuardChanges } from '#src/domain/wallet/guard-policy.ts';
import {
  MEASURES,
  VELOCITY_RULE_NAMES,
  type VelocityRule,
  type VelocityRuleName,
} from '#src/domain/wallet/velocity.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { guardLines } from './guard-show.ts';

type Rules = Partial<Record<VelocityRuleName, VelocityRule | null>>;
type Options = { rule?: Rules; closing?: ClosingWay; as?: string };

/** `largesse guard set`: says what counts as unusual, and what is done then. */
export function addGuardSet(program: Command): void {
  addCommand(program, {
    name: 'guard set',
    summary: 'say what counts as unusual when people redeem, and what is done then',
    takes: (command) =>
      command
        .option(
          '--rule <rule=limit:then>',
          `a rule with its limit and ${MEASURES.join(', ')}, or RULE=off; may be repeated`,
          readRule,
        )
        .addOption(
          new Option('--closing <way>', 'what becomes of funds where nobody says it').choices(CLOSING_WAYS),
        )
        .addOption(asOption()),
    json: 'object',
    examples: [
      'guard set --rule redeems-per-hour=10:second-factor --rule unusual-amount=off',
      'guard set --closing pay-out --as admin@example.com',
    ],
    async run(core, { rule: velocity, closing, as }: Options) {
      if (!velocity && !closing) throw new UsageError('Say what to set: --rule or --closing');
      const changes: GuardChanges = { ...(velocity && { velocity }), closing };
      const { actorId } = await findActor(core, as);
      const organizationId = core.organization.id;
      const policy = await core.app.wallet.setGuard({ organizationId, changes, actorId });
      return { json: policy, text: guardLines(policy) };
    },
  });
}

function readRule(text: string, before: Rules = {}): Rules {
  const {
    name = '',
    limit,
    measure,
  } = /^(?<name>[a-z-]+)=(?:off|(?<limit>[1-9]\d{0,5}):(?<measure>[a-z-]+))$/u.exec(text)?.groups ?? {};
  const rule = VELOCITY_RULE_NAMES.find((one) => one === name);
  const known = MEASURES.find((one) => one === measure);
  if (!rule || (limit !== undefined && !known)) {
    throw new InvalidArgumentError(
      `Write RULE=LIMIT:THEN or RULE=off. Rules: ${VELOCITY_RULE_NAMES.join(', ')}. Then: ${MEASURES.join(', ')}.`,
    );
  }
  return { ...before, [rule]: known ? { limit: Number(limit), measure: known } : null };
}
