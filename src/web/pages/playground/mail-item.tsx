import type { ReceivedMail } from '#src/ports/mail.ts';
import { TimeOfDay } from './time-of-day.tsx';

/** One mail, collapsed to its subject. Opened, it shows the HTML in a frame that runs no scripts. */
export function MailItem({ mail }: { mail: ReceivedMail }) {
  return (
    <li class="mail" data-id={mail.messageId}>
      <details>
        <summary>
          <span class="subject">{mail.subject}</span>
          <span class="envelope">
            to {mail.to} · <TimeOfDay at={mail.at} />
          </span>
        </summary>
        <iframe
          src={mailPath(mail)}
          title={`Mail: ${mail.subject}`}
          sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
          loading="lazy"
        />
      </details>
    </li>
  );
}

function mailPath(mail: ReceivedMail): string {
  return `/playground/mails/${encodeURIComponent(mail.messageId)}`;
}
