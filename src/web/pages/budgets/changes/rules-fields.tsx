import type { RulesIn } from '#src/chat/cards/rule-rows.ts';
import { cardKind, RECIPIENT_CHOOSES, STORED_VALUE } from '#src/domain/budget/gift-kind.ts';
import type { GivingRules } from '#src/domain/budget/giving-rules.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import type { Words } from '#src/words/words.ts';
import type { FieldErrors } from '../../../frame/field.tsx';
import type { Typed } from './change.ts';
import { SelectField } from '../../../frame/select-field.tsx';
import { TextField } from '../../../frame/text-field.tsx';

/** The fields that hold one amount, by the rules that they set. */
export const AMOUNT_FIELDS = {
  giftMin: 'giftMinMinor',
  giftMax: 'giftMaxMinor',
  allowancePerReport: 'allowancePerReportMinor',
  recipientYear: 'recipientYearMinor',
  approvalOver: 'approvalOverMinor',
  confirmOver: 'confirmOverMinor',
} as const satisfies Record<string, keyof GivingRules>;

type AmountField = keyof typeof AMOUNT_FIELDS;

/** The names of the fields that hold an amount for each role. */
export const ROLE_FIELDS = {
  allowance: 'allowanceMinor',
  approvalOverRole: 'approvalOverByRoleMinor',
} as const;

type FieldsProps = { words: Words; typed: Typed; errors: FieldErrors; rulesIn: RulesIn } & Clears;

/** `ownFrom`: the day on which a department without rules of its own gets some by plan; before, there is nothing to drop. */
type Clears = { mayClear: boolean; ownFrom: string | undefined };

/** Every rule, as it is in force. An amount left empty is no limit. */
export function RulesFields(props: FieldsProps) {
  const { words, typed, errors, mayClear, ownFrom } = props;
  const { say } = words;
  return (
    <>
      {mayClear && (
        <div class="field">
          {errors['clear'] && <p class="wrong">{errors['clear']}</p>}
          <label>
            <input id="clear" type="checkbox" name="clear" value="yes" checked={typed['clear'] === 'yes'} />{' '}
            {say('web.rules.clear')}
          </label>
          <p class="hint">
            {say('web.rules.clearHint')}{' '}
            {ownFrom !== undefined && say('web.rules.clearFrom', { from: ownFrom })}
          </p>
        </div>
      )}
      <Amounts {...props} />
      <Approvals {...props} />
      <Gifts {...props} />
    </>
  );
}

function Amount({ words: { say }, typed, errors, name }: FieldsProps & { name: AmountField }) {
  return (
    <TextField
      name={name}
      label={say(`web.rules.${AMOUNT_FIELDS[name]}`)}
      typed={typed}
      error={errors[name]}
    />
  );
}

/** Few set them, so they are folded away until one is set. */
function ByRole({ words: { say }, typed, errors, name }: FieldsProps & { name: keyof typeof ROLE_FIELDS }) {
  const fields = ROLES.map((role) => ({ role, field: `${name}-${role}` }));
  const isOpen = fields.some(({ field }) => Boolean(typed[field]) || errors[field] !== undefined);
  return (
    <details class="by-role" open={isOpen}>
      <summary>{say(`web.rules.${name}`)}</summary>
      {fields.map(({ role, field }) => (
        <TextField
          name={field}
          label={say(`web.rules.${ROLE_FIELDS[name]}`, { role })}
          typed={typed}
          error={errors[field]}
        />
      ))}
    </details>
  );
}

function Amounts(props: FieldsProps) {
  const { words, typed, errors } = props;
  const { say } = words;
  return (
    <fieldset class="group">
      <legend>{say('web.rules.amounts')}</legend>
      <p class="hint">{say('web.rules.emptyHint')}</p>
      <Amount {...props} name="giftMin" />
      <Amount {...props} name="giftMax" />
      <ByRole {...props} name="allowance" />
      <Amount {...props} name="allowancePerReport" />
      <Amount {...props} name="recipientYear" />
      <TextField
        typed={typed}
        error={errors.pairShare}
        name="pairShare"
        label={say('web.rules.pairPercent')}
        hint={say('web.rules.pairHint')}
        isNumber
      />
      <TextField
        typed={typed}
        error={errors.pairFrom}
        name="pairFrom"
        label={say('web.rules.pairFrom')}
        hint={say('web.rules.pairFromHint')}
      />
      <SelectField
        chosen={typed.pairExcess}
        error={errors.pairExcess}
        name="pairExcess"
        label={say('web.rules.pairExcess')}
        options={[
          ['warn', say('web.rules.pairWarn')],
          ['stop', say('web.rules.pairStop')],
        ]}
      />
    </fieldset>
  );
}

function Approvals(props: FieldsProps) {
  const { words, typed, errors } = props;
  const { say } = words;
  return (
    <fieldset class="group">
      <legend>{say('web.rules.approvals')}</legend>
      <Amount {...props} name="approvalOver" />
      <ByRole {...props} name="approvalOverRole" />
      <TextField
        typed={typed}
        error={errors.approvalHours}
        name="approvalHours"
        label={say('web.rules.approvalHours')}
        hint={say('web.rules.inHours')}
        isNumber
      />
      <TextField
        typed={typed}
        error={errors.remindHours}
        name="remindHours"
        label={say('web.rules.remindHours')}
        hint={say('web.rules.inHours')}
        isNumber
      />
      <Amount {...props} name="confirmOver" />
      <SelectField
        chosen={typed.guests}
        error={errors.guests}
        name="guests"
        label={say('web.rules.guests')}
        options={GUESTS.map((value) => [value, say(`web.rules.guests.${value}`)])}
      />
    </fieldset>
  );
}

function Gifts({ words, typed, errors, rulesIn }: FieldsProps) {
  const { say } = words;
  return (
    <fieldset class="group">
      <legend>{say('web.rules.gifts')}</legend>
      <TextField
        typed={typed}
        error={errors.undoMinutes}
        name="undoMinutes"
        label={say('web.rules.undoMinutes')}
        hint={say('web.rules.inMinutes')}
        isNumber
      />
      <TextField
        typed={typed}
        error={errors.claimDays}
        name="claimDays"
        label={say('web.rules.claimDays')}
        hint={say('web.rules.claimHint')}
        isNumber
      />
      <SelectField
        chosen={typed.giftKind}
        error={errors.giftKind}
        name="giftKind"
        label={say('web.rules.giftKind')}
        options={[
          [STORED_VALUE, say('web.rules.kind.stored-value')],
          [RECIPIENT_CHOOSES, say('web.rules.kind.recipient-chooses')],
          ...rulesIn.cards.map(
            ({ id, name }) => [cardKind(id), say('web.rules.kind.named', { name })] as const,
          ),
        ]}
      />
      <TextField
        typed={typed}
        error={errors.postIn}
        name="postIn"
        label={say('web.rules.postIn')}
        hint={say('web.rules.postInHint')}
      />
      <SelectField
        chosen={typed.postAmount}
        error={errors.postAmount}
        name="postAmount"
        label={say('web.rules.postAmount')}
        options={[
          ['hidden', say('web.rules.hidden')],
          ['shown', say('web.rules.shown')],
        ]}
      />
    </fieldset>
  );
}

export const GUESTS = ['allowed', 'approval', 'refused'] as const satisfies readonly GivingRules['guests'][];

/** What stands in the fields for rules as they are. */
export function typedOfRules(rules: GivingRules, currency: string): Typed {
  function text(amountMinor: bigint | undefined): string {
    return amountMinor === undefined ? '' : toDecimal({ amountMinor, currency });
  }
  const amounts = Object.entries(AMOUNT_FIELDS).map(([name, rule]) => [name, text(rules[rule])]);
  const byRole = Object.entries(ROLE_FIELDS).flatMap(([name, rule]) =>
    ROLES.map((role) => [`${name}-${role}`, text(rules[rule][role])]),
  );
  const { pairShare } = rules;
  return {
    ...Object.fromEntries([...amounts, ...byRole]),
    pairShare: pairShare ? String(pairShare.maxPercent) : '',
    pairFrom: text(pairShare?.fromMinor),
    pairExcess: pairShare?.onExcess ?? 'warn',
    guests: rules.guests,
    approvalHours: String(rules.approvalHours),
    remindHours: String(rules.remindHours),
    undoMinutes: String(rules.undoMinutes),
    claimDays: rules.claimDays === undefined ? '' : String(rules.claimDays),
    giftKind: rules.giftKind ?? STORED_VALUE,
    postIn: rules.postIn ?? 'nowhere',
    postAmount: rules.postAmount ? 'shown' : 'hidden',
  };
}
