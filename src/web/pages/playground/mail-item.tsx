import type { Mail } from './deps.ts';
import { TimeOfDay } from './time-of-day.tsx';

/** One mail, collapsed to its subject. Opened, it shows the HTML in a frame that runs no scripts. */
export function MailItem({ mail }: { mail: Mail }) {
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

function mailPath(mail: Mail): string {
  return `/playground/mails/${encodeURIComponent(mail.messageId)}`;
}
