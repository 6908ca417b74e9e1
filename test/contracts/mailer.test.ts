import { expect, it } from 'vitest';
import { mailers } from '#adapters/registry.ts';
import type { MailStage } from './mail-stage.ts';
import { describeMailer } from './mailer.ts';
import { smtp } from './stages/smtp.ts';

const stages: MailStage[] = [smtp];

it('has a stage for every mail transport that is registered', () => {
  const staged = new Set(stages.map(({ mailer }) => mailer));

  expect([...staged].toSorted()).toEqual(Object.keys(mailers).toSorted());
});

for (const stage of stages) describeMailer(stage);
