import type { Config } from '#src/config.ts';
import { isLoopback } from '#src/domain/kit/loopback.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { whoAnswers } from './who-answers.ts';

const SUBJECT = 'Public address';

/** Whether links in mails lead here. */
export async function checkPublicUrl({ web: { publicUrl }, mail }: Config): Promise<Finding[]> {
  if (publicUrl !== undefined) return [await judgeAnswer(publicUrl), ...judgeProtocol(publicUrl)];
  if (mail.kind !== 'smtp') return [];
  return [
    {
      subject: SUBJECT,
      level: 'warning',
      message: 'PUBLIC_URL is not set: mails that ask for a decision contain no link',
      fix: 'Set it to where people’s browsers reach Largesse, such as https://gifts.example.com',
    },
  ];
}

async function judgeAnswer(url: string): Promise<Finding> {
  switch (await whoAnswers(url)) {
    case 'largesse':
      return { subject: SUBJECT, level: 'ok', message: `Largesse answers at ${url}` };
    case 'nobody':
      return {
        subject: SUBJECT,
        level: 'warning',
        message: `nobody answers at ${url}`,
        fix: 'Start Largesse; if it is running, point the proxy at its HOST and PORT, or correct PUBLIC_URL',
      };
    case 'another':
      return {
        subject: SUBJECT,
        level: 'problem',
        message: `something other than Largesse answers at ${url}`,
        fix: 'Point the proxy at Largesse’s HOST and PORT, or correct PUBLIC_URL',
      };
  }
}

function judgeProtocol(url: string): Finding[] {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || isLoopback(hostname)) return [];
  return [
    {
      subject: SUBJECT,
      level: 'warning',
      message:
        'PUBLIC_URL is not encrypted: anyone who intercepts a link can use it to decide, and nobody can sign in',
      fix: 'Put a proxy with a certificate in front, and set PUBLIC_URL to its https address',
    },
  ];
}
