import { formatRecoveryCode, type RecoveryCode } from '#src/domain/session/recovery-code.ts';
import { SitePage } from '../../frame/site-page.tsx';
import type { Shown } from './page.tsx';

type Props = Shown & { codes: readonly RecoveryCode[]; isFirst: boolean; back: string | undefined };

/** New recovery codes, which are shown here and nowhere again. Made to be printed. */
export function RecoveryPage({ codes, isFirst, back, ...shown }: Props) {
  const { words, organization, reader } = shown;
  const { say } = words;
  const madeAt = words.date(
    new Date(reader.session.secondFactorAt ?? reader.session.lastSeenAt),
    organization.timeZone,
  );
  return (
    <SitePage
      {...shown}
      title={say('web.factor.keepTitle', { count: codes.length })}
      tab={say('web.factor.codesTab')}
    >
      {isFirst && (
        <p class="said" role="status">
          {say('web.factor.saidAdded')}
        </p>
      )}
      <p class="lead">{say('web.factor.keep')}</p>
      <ol class="codes" translate="no">
        {codes.map((code) => (
          <li>
            <code>{formatRecoveryCode(code)}</code>
          </li>
        ))}
      </ol>
      <p>
        {say('web.factor.whose', { name: reader.person.name, organization: organization.name, date: madeAt })}
      </p>
      <p class="note">{say('web.factor.print')}</p>
      <p class="acts">
        <a class="button primary" href={back ?? '/second-factor'}>
          {say('web.factor.kept')}
        </a>
      </p>
    </SitePage>
  );
}
