import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatCode } from '#src/domain/gift/code-format.ts';
import type { Card } from '#src/ports/message.ts';
import { anyCard } from './any-card.ts';
import { CODE, cardSaying, giftCard, SHOWN_CODE } from './cards.ts';
import { hostileTexts } from './hostile-texts.ts';
import type { MailStage, OpenMailStage } from './mail-stage.ts';

const alice = { name: 'Alice Ahn', email: 'alice@example.com' };
const gift = { card: giftCard(), key: 'delivery-1' };

/** The smallest picture there is. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What every mail transport promises, by the port alone. */
export function describeMailer(stage: MailStage): void {
  describe(`mail by ${stage.name}`, () => {
    let scene: OpenMailStage;
    beforeEach(async () => {
      scene = await stage.open();
    });
    afterEach(async () => {
      await scene.close();
      expect(scene.violations()).toEqual([]);
      expect(scene.logged()).not.toMatch(new RegExp(`${CODE}|${SHOWN_CODE}`));
    });

    describeMail(() => scene);
    describeTrouble(() => scene);
    describeUntrustedText(() => scene);
    describeLife(() => scene);
  });
}

function describeMail(getScene: () => OpenMailStage): void {
  it('brings all that the card says, with and without HTML', async () => {
    const { mailer, mails } = getScene();

    const outcome = await mailer.send(alice, gift);

    expect(outcome).toEqual({ status: 'sent', messageId: expect.stringMatching(/./) });
    expect(mails()).toMatchObject([{ to: alice.email, subject: 'A gift for you' }]);
    const words = ['You may spend it today', 'Thank you for the launch', SHOWN_CODE, 'two fifths are left'];
    for (const part of [...words, 'Amount', '25.00 EUR']) {
      expect(mails()[0]?.text).toContain(part);
      expect(mails()[0]?.html).toContain(part);
    }
  });

  it('shows a picture that is part of the mail, says in words what it shows, and stands without it', async () => {
    const { mailer, mails } = getScene();
    const chart = { name: 'given.png', png: PNG, alt: 'Design gave the most: $5.00 of "$8.00" <all>' };

    await mailer.send(alice, { ...gift, chart });
    await mailer.send(alice, { ...gift, key: 'delivery-2' });

    const [withPicture, without] = mails();
    const [image] = /<img\b[^>]*>/u.exec(withPicture?.html ?? '') ?? [''];
    expect(withPicture?.pictures).toEqual([
      { name: 'given.png', type: 'image/png', isInline: true, bytes: Buffer.from(PNG, 'base64') },
    ]);
    expect(image).toContain('alt="Design gave the most: $5.00 of &quot;$8.00&quot; &lt;all&gt;"');
    expect(image).toMatch(/src="(?:cid:chart@largesse|data:image\/png;base64,)/u);
    expect(withPicture?.text).toBe(without?.text);
    expect([without?.pictures, without?.html.includes('<img')]).toEqual([[], false]);
  });

  it('says nothing of the code where a list of mails shows it', async () => {
    const { mailer, mails } = getScene();

    await mailer.send(alice, gift);

    const [mail] = mails();
    expect(mail?.preview).toContain('Bob sent you a gift');
    expect(`${mail?.preview} ${mail?.subject}`.replaceAll(/\W/g, '')).not.toContain('QW3R');
  });

  it('is the same mail when its delivery is sent twice, and another for another', async () => {
    const { mailer, mails } = getScene();

    const first = await mailer.send(alice, gift);
    const second = await mailer.send(alice, gift);
    await mailer.send(alice, { ...gift, key: 'delivery-2' });

    const ids = mails().map(({ messageId }) => messageId);
    expect(second).toEqual(first);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('is sent to many at once, to each their own', async () => {
    const { mailer, mails } = getScene();
    const readers = Array.from({ length: 20 }, (_, index) => `reader-${index}@example.com`);

    const outcomes = await Promise.all(
      readers.map((email) => mailer.send({ name: email, email }, { ...gift, key: email })),
    );

    expect(outcomes.map(({ status }) => status)).toEqual(readers.map(() => 'sent'));
    expect(
      mails()
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(readers.toSorted());
  });
}

function describeTrouble(getScene: () => OpenMailStage): void {
  it('may be tried again when the transport is busy', async () => {
    const { mailer, mails, trouble } = getScene();
    trouble('busy');

    const outcome = await mailer.send(alice, gift);

    expect(outcome).toMatchObject({ status: 'later', reason: expect.stringMatching(/./) });
    expect(outcome.status === 'later' && outcome.retryAfterMs).toBeGreaterThan(0);
    expect(mails()).toEqual([]);
  });

  it('may be tried again when nobody listens', async () => {
    const { mailer, goAway } = getScene();
    await goAway();

    expect(await mailer.send(alice, gift)).toMatchObject({ status: 'later' });
  });

  it('leaves open what became of it when the answer is lost', async () => {
    const { mailer, mails, trouble } = getScene();
    trouble('lost answer');

    const outcome = await mailer.send(alice, gift);

    expect(outcome).toEqual({ status: 'unknown', reason: expect.stringMatching(/./) });
    expect(mails()).toHaveLength(1);
    expect(JSON.stringify(outcome)).not.toContain(SHOWN_CODE);
  });

  it('is not tried again for a reader whom there is not', async () => {
    const { mailer, trouble } = getScene();
    trouble('no such reader');

    const outcome = await mailer.send(alice, gift);

    expect(['closed', 'failed']).toContain(outcome.status);
  });

  it.each([
    '',
    'alice',
    'alice@example.com, eve@example.com',
    'alice@example.com\r\nRCPT TO:<eve@example.com>',
  ])('goes to nobody for the address %j', async (email) => {
    const { mailer, mails } = getScene();

    const outcome = await mailer.send({ name: 'Alice', email }, gift);

    expect(['closed', 'failed']).toContain(outcome.status);
    expect(mails()).toEqual([]);
  });
}

function describeUntrustedText(getScene: () => OpenMailStage): void {
  it('reads in the order in which it was written, whatever people type', async () => {
    const { mailer, mails } = getScene();

    await mailer.send(alice, { card: cardSaying('25 \u202Eegral\u202C \u2066x\u2069'), key: 'turned' });

    const [mail] = mails();
    expect(`${mail?.text} ${mail?.html} ${mail?.subject}`).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/u);
  });

  it.each(Object.entries(hostileTexts))('is harmed by nothing that people type: %s', async (_, text) => {
    expect(await bringsCodesOf(getScene(), cardSaying(text), text)).toBe(true);
  });

  it('is harmed by nothing that people type, whatever it is', async () => {
    const brings = fc.asyncProperty(anyCard(), fc.string(), (card, name) => {
      return bringsCodesOf(getScene(), card, name);
    });

    await expect(fc.assert(brings, { numRuns: 5 })).resolves.toBeUndefined();
  });
}

async function bringsCodesOf({ mailer, mails }: OpenMailStage, card: Card, name: string): Promise<boolean> {
  const outcome = await mailer.send({ ...alice, name }, { card, key: 'delivery-1' });
  const mail = mails().at(-1);
  const codes = card.blocks.flatMap((block) => (block.kind === 'code' ? [formatCode(block.code)] : []));
  const isWhole = codes.every((code) => mail?.text.includes(code) && mail.html.includes(code));
  return outcome.status === 'sent' && isWhole && !/<script|<img/i.test(mail?.html ?? '');
}

function describeLife(getScene: () => OpenMailStage): void {
  it('has nothing for the doctor to mend when all is well', async () => {
    const { mailer, mails } = getScene();

    const findings = await mailer.check();

    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(mails()).toEqual([]);
  });

  it('tells the doctor what is wrong with its settings and what to do', async () => {
    const findings = await getScene().misconfigured().check();

    expect(findings).toContainEqual(
      expect.objectContaining({ level: 'problem', fix: expect.stringMatching(/./) }),
    );
  });

  it('tells the doctor when nobody listens', async () => {
    const { mailer, goAway } = getScene();
    await goAway();

    expect(await mailer.check()).toContainEqual(
      expect.objectContaining({ level: 'problem', fix: expect.stringMatching(/./) }),
    );
  });

  it('can be stopped twice, and does not throw when it is asked for more', async () => {
    const { mailer } = getScene();
    await mailer.send(alice, gift);

    await mailer.stop();
    await mailer.stop();

    expect(await mailer.send(alice, gift)).not.toMatchObject({ status: 'unknown' });
  });
}
