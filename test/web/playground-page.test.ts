import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { card, giftCard, SHOWN_CODE } from '#test/adapters/playground/sample-company.ts';
import { openBrowser } from '#test/helpers/browser.ts';
import { servePlayground } from './web-server.ts';

let browser: BrowserContext;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser?.close());

type Served = Awaited<ReturnType<typeof servePlayground>>;

/** A playground whose bot sends Alice her gift, as direct message and as mail, when she is recognized. */
async function serveGivingBot(): Promise<Served> {
  const served: Served = await servePlayground({
    async onCommand(call) {
      if (call.command !== 'recognize')
        return card('Your balance', { blocks: [{ kind: 'text', text: '€35.00' }] });
      const alice = { platform: 'playground', workspaceId: 'playground', userId: 'alice' };
      await served.platform.sendDirectMessage(alice, { card: giftCard(), key: 'gift-1' });
      served.mailbox.put({
        from: 'Largesse <gifts@largesse.example>',
        to: '"Alice Ahn" <alice@example.com>',
        subject: 'Bob Baker thanks you',
        html: `<h1>Your code</h1><p>${SHOWN_CODE}</p><script>document.body.textContent = 'ran'</script>`,
        text: SHOWN_CODE,
        at: new Date(),
        messageId: '<gift-1@largesse>',
      });
      return card('On its way to Alice Ahn', { tone: 'success' });
    },
    async onAction() {
      return card('€25.00 is in your balance', { tone: 'success' });
    },
  });
  return served;
}

/** Runs a test on the page of a person, and fails it for what the browser found wrong. */
async function onPage(
  test: (page: Page, served: Served) => Promise<void>,
  { as = 'bob', size }: { as?: string; size?: { width: number; height: number } } = {},
): Promise<void> {
  const served = await serveGivingBot();
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  try {
    if (size) await page.setViewportSize(size);
    await page.goto(`${served.url}/playground?as=${as}`);
    await page.locator('#connection[data-state=live]').waitFor();
    await test(page, served);
    expect(faults).toEqual([]);
  } finally {
    await page.close();
    await served.close();
  }
}

function composer(page: Page) {
  return page.getByRole('combobox', { name: 'Message or command' });
}

async function send(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Whether all of it can be seen in the list that it is in. */
async function isInView(text: Locator): Promise<boolean> {
  return text.evaluate((element) => {
    const list = element.closest('.list')?.getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    return list !== undefined && top >= list.top && bottom <= list.bottom;
  });
}

function giftIn(page: Page, title: string): Locator {
  return page.locator('#direct').getByRole('heading', { name: title, includeHidden: true });
}

/** Those that do not fit where they are. Runs in the page. */
function cutOf(elements: Element[]): string[] {
  function isCut(element: Element): boolean {
    const box = element.closest('.code, .pane');
    const edge = box
      ? box.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(box).paddingRight)
      : Infinity;
    return element.scrollWidth > element.clientWidth + 1 || element.getBoundingClientRect().right > edge + 1;
  }
  for (const input of elements) if (input instanceof HTMLInputElement) input.value = input.placeholder;
  return elements.filter((one) => one.getClientRects().length > 0 && isCut(one)).map((one) => one.outerHTML);
}

describe('the playground in a browser', () => {
  it('answers a command, and the gift shows to the colleague as direct message and mail', () =>
    onPage(async (page) => {
      await send(page, '/recognize @alice 25 for the launch');
      await page.locator('#channel').getByText('On its way to Alice Ahn').waitFor();
      expect(await page.content()).not.toContain(SHOWN_CODE);

      await page.getByRole('link', { name: 'Alice Ahn' }).getByText('new').waitFor();
      await page.getByRole('link', { name: 'Alice Ahn' }).click();

      await page.locator('#direct').getByText(SHOWN_CODE).waitFor();
      await page.locator('#mail').getByText('Bob Baker thanks you').waitFor();
      await page.frameLocator('.mail iframe').getByText(SHOWN_CODE).waitFor();
      expect(await page.locator('#channel').getByText('On its way').count()).toBe(0);
    }));

  it('presses a button of a card, and shows the answer', () =>
    onPage(
      async (page, { platform, host }) => {
        const alice = { platform: 'playground', workspaceId: 'playground', userId: 'alice' };
        await platform.sendDirectMessage(alice, { card: giftCard(), key: 'gift-1' });

        await page.getByRole('button', { name: 'Add to my balance' }).click();

        await page.locator('#direct').getByText('€25.00 is in your balance').waitFor();
        expect(host.presses).toMatchObject([{ actionId: 'redeem', value: 'gift-1' }]);
      },
      { as: 'alice' },
    ));

  it('opens the form of a button, asks for what is missing, and hands it in', async () => {
    const served = await servePlayground({
      forms: {
        decline: {
          title: 'Decline it',
          submit: 'Send',
          fields: [{ name: 'reason', label: 'Why', isRequired: true, maxLength: 500, blank: 'Only blanks' }],
        },
      },
      onAction: async ({ fields }) => ({ ...card(`Declined: ${fields?.['reason']}`), settles: true }),
    });
    const page = await browser.newPage();
    try {
      const actions = [
        { id: 'decline' as const, label: 'Decline', value: 'ask-1', style: 'danger' as const },
      ];
      const bob = { platform: 'playground', workspaceId: 'playground', userId: 'bob' };
      await served.platform.sendDirectMessage(bob, { card: card('500 for Alice?', { actions }), key: 'ask' });
      await page.goto(`${served.url}/playground?as=bob`);
      await page.getByRole('button', { name: 'Decline: 500 for Alice?' }).click();
      const form = page.getByRole('dialog', { name: 'Decline it' });

      expect(await form.innerText()).toContain('500 for Alice?');
      expect(await form.getByRole('button', { name: 'Send' }).getAttribute('class')).toBe('button danger');
      await form.getByRole('button', { name: 'Send' }).click();
      expect(await form.isVisible()).toBe(true);
      await form.getByLabel('Why').fill('   ');
      await form.getByRole('button', { name: 'Send' }).click();
      expect(
        await form.getByLabel('Why').evaluate((input: HTMLTextAreaElement) => input.validationMessage),
      ).toBe('Only blanks');
      expect(served.host.presses).toEqual([]);
      await form.getByLabel('Why').fill('too <b>much</b>');
      await form.getByRole('button', { name: 'Send' }).click();

      await page.getByText('Declined: too <b>much</b>').waitFor();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      expect(await page.getByRole('button', { name: 'Decline' }).count()).toBe(0);
    } finally {
      await page.close();
      await served.close();
    }
  });

  it('completes commands and people from the keyboard', () =>
    onPage(async (page, { host }) => {
      await composer(page).pressSequentially('/rec');
      await page.getByRole('option', { name: '/recognize @person amount' }).waitFor();
      await composer(page).press('Tab');
      await composer(page).pressSequentially('@ali');
      await composer(page).press('ArrowDown');
      await composer(page).press('Enter');

      expect(await composer(page).inputValue()).toBe('/recognize @alina ');

      await composer(page).pressSequentially('5');
      await composer(page).press('Enter');
      await page.locator('#channel').getByText('/recognize @alina 5').waitFor();
      expect(host.calls).toMatchObject([{ input: { pieces: [{ kind: 'user', userId: 'alina' }, ' 5'] } }]);
    }));

  it('fills in an example that is clicked', () =>
    onPage(async (page) => {
      await page.getByRole('button', { name: '/recognize @alice 25 for the launch' }).click();

      expect(await composer(page).inputValue()).toBe('/recognize @alice 25 for the launch');
      expect(await composer(page).evaluate((input) => input === document.activeElement)).toBe(true);
    }));

  it('copies a code', () =>
    onPage(
      async (page, { platform }) => {
        await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
        const alice = { platform: 'playground', workspaceId: 'playground', userId: 'alice' };
        await platform.sendDirectMessage(alice, { card: giftCard(), key: 'gift-1' });

        await page.getByRole('button', { name: 'Copy' }).click();

        await page.getByRole('button', { name: 'Copied' }).waitFor();
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(SHOWN_CODE);
      },
      { as: 'alice' },
    ));

  it('closes direct messages and prefers mail at the flick of a switch', () =>
    onPage(async (page, { platform, preferEmail }) => {
      const accept = page.getByRole('switch', { name: 'Accept direct messages' });
      await page.locator('[data-setting=takesDirectMessages][aria-checked=true]').waitFor();

      await accept.click();
      await page.getByRole('switch', { name: 'Prefer mail' }).click();
      await page.locator('[data-setting=prefersEmail][aria-checked=true]').waitFor();

      expect(await accept.getAttribute('aria-checked')).toBe('false');
      expect((await platform.room.view('bob')).takesDirectMessages).toBe(false);
      expect([...preferEmail]).toEqual(['bob']);
    }));

  it('shows what others say as it happens, without loading again', () =>
    onPage(async (page, { platform }) => {
      await page.evaluate(() => document.body.setAttribute('data-kept', 'true'));
      await platform.room.type({ userId: 'helen', text: 'Coffee at ten?' });

      await page.locator('#channel').getByText('Coffee at ten?').waitFor();
      expect(await page.locator('body').getAttribute('data-kept')).toBe('true');
    }));

  it('says that it lost its server', () =>
    onPage(async (page, served) => {
      await served.close();
      await send(page, '/balance');

      await page.getByRole('alert').getByText('does not answer').waitFor();
      expect(await composer(page).inputValue()).toBe('/balance');
    }));

  it('does without a mailbox where mail goes to a real server', async () => {
    const served = await servePlayground({}, { hasMailbox: false });
    const page = await browser.newPage();
    await page.goto(`${served.url}/playground?as=bob`);

    await send(page, '/balance');
    await page.locator('#channel').getByText('Took /balance').waitFor();

    expect(await page.locator('#mail, [data-tab=mail]').count()).toBe(0);
    await page.close();
    await served.close();
  });

  it.each([1241, 1240, 800, 390])('shows people and the Send button whole on a page %i px wide', (width) =>
    onPage(
      async (page) => {
        const names = page.locator('.people :is(strong, .labels)');
        const cut = await names.evaluateAll((all) =>
          all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
        );
        const row = page.locator('.people ul');
        const [send, pane] = await Promise.all([
          page.getByRole('button', { name: 'Send' }).boundingBox(),
          page.locator('#channel').boundingBox(),
        ]);

        expect(cut).toEqual([]);
        expect(await row.evaluate((list) => getComputedStyle(list).scrollbarWidth)).not.toBe('none');
        expect((send?.x ?? width) + (send?.width ?? 0)).toBeLessThan((pane?.x ?? 0) + (pane?.width ?? 0));
      },
      { size: { width, height: 800 } },
    ),
  );

  it('fits a phone, one pane at a time', () =>
    onPage(
      async (page) => {
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
        expect(await page.locator('#direct').isVisible()).toBe(false);

        await page.getByRole('button', { name: 'Direct' }).click();

        expect(await page.locator('#direct').isVisible()).toBe(true);
        expect(await page.locator('#channel').isVisible()).toBe(false);
      },
      { size: { width: 420, height: 800 } },
    ));

  it('shows the newest direct message on a phone, also of those that came while another pane was open', () =>
    onPage(
      async (page, { platform }) => {
        const alice = { platform: 'playground', workspaceId: 'playground', userId: 'alice' };
        for (const key of ['1', '2', '3', '4', 'last']) {
          await platform.sendDirectMessage(alice, { card: { ...giftCard(), title: `Gift ${key}` }, key });
        }
        await giftIn(page, 'Gift last').waitFor({ state: 'attached' });

        await page.getByRole('button', { name: 'Direct' }).click();

        await expect.poll(() => isInView(giftIn(page, 'Gift last'))).toBe(true);
        expect(await isInView(giftIn(page, 'Gift 1'))).toBe(false);
      },
      { as: 'alice', size: { width: 390, height: 844 } },
    ));

  it('leaves a reader who scrolled up where they are', () =>
    onPage(
      async (page, { platform }) => {
        const alice = { platform: 'playground', workspaceId: 'playground', userId: 'alice' };
        for (const key of ['1', '2', '3', '4']) {
          await platform.sendDirectMessage(alice, { card: { ...giftCard(), title: `Gift ${key}` }, key });
        }
        const list = page.locator('[data-list=direct]');
        await giftIn(page, 'Gift 4').waitFor();
        await list.evaluate((element) => {
          const scrolled = new Promise((resolve) =>
            element.addEventListener('scrollend', resolve, { once: true }),
          );
          element.scrollTop = 0;
          return scrolled;
        });

        await platform.sendDirectMessage(alice, { card: { ...giftCard(), title: 'Gift 5' }, key: '5' });
        await giftIn(page, 'Gift 5').waitFor({ state: 'attached' });

        expect(await isInView(giftIn(page, 'Gift 1'))).toBe(true);
      },
      { as: 'alice', size: { width: 1280, height: 800 } },
    ));

  it.each([1280, 1241, 800, 390])(
    'cuts off no heading, code, address or hint on a page %i px wide',
    (width) =>
      onPage(
        async (page, { platform }) => {
          const alice = { platform: 'playground', workspaceId: 'playground', userId: 'alice' };
          await platform.sendDirectMessage(alice, { card: giftCard(), key: 'gift' });
          for (const pane of ['channel', 'direct', 'mail']) {
            const tab = page.locator(`[data-tab=${pane}]`);
            if (await tab.isVisible()) await tab.click();
            if (pane === 'direct') await page.locator('#direct code').waitFor();

            const cut = await page
              .locator(`#${pane} :is(h2, header p, .switch, select, code, .composer input)`)
              .evaluateAll(cutOf);
            expect(cut).toEqual([]);
          }
        },
        { as: 'alice', size: { width, height: 800 } },
      ),
  );

  it('skips to the message box at the first stop, on a phone too', () =>
    onPage(
      async (page) => {
        await page.getByRole('button', { name: 'Direct' }).click();
        await page.locator('body').press('Home');
        await page.evaluate(() => (document.activeElement as HTMLElement).blur());
        await page.getByRole('link', { name: 'Skip to the message box' }).focus();
        await page.keyboard.press('Enter');

        expect(await composer(page).evaluate((input) => input === document.activeElement)).toBe(true);
      },
      { size: { width: 390, height: 800 } },
    ));

  it('has landmarks for its parts only, and names each button by what it acts on', () =>
    onPage(
      async (page, { platform }) => {
        const alice = { platform: 'playground', workspaceId: 'playground', userId: 'alice' };
        await platform.sendDirectMessage(alice, { card: giftCard(), key: 'gift' });
        await page.getByRole('article', { name: 'Bob Baker thanks you with €25.00' }).waitFor();

        expect(await page.getByRole('region').count()).toBe(0);
        await page
          .getByRole('button', { name: 'Add to my balance: Bob Baker thanks you with €25.00' })
          .waitFor();
        await page.getByRole('button', { name: 'Copy the code: Bob Baker thanks you with €25.00' }).waitFor();
      },
      { as: 'alice' },
    ));

  it('counts the characters of a message that gets too long', () =>
    onPage(async (page) => {
      await composer(page).fill(`/recognize @alice 25 ${'x'.repeat(2000)}`);
      expect(await page.locator('#length').isVisible()).toBe(false);

      await composer(page).fill(`/recognize @alice 25 ${'x'.repeat(3060)}`);

      expect(await page.locator('#length').innerText()).toBe('3081 characters. A message has 3000 at most.');
    }));

  it('offers people and departments alike for a bare @', () =>
    onPage(async (page) => {
      await composer(page).pressSequentially('@');

      const offered = await page.getByRole('option').locator('strong').allInnerTexts();
      expect(offered).toEqual([
        '@bob',
        '@alice',
        '@alina',
        '@helen',
        '@buildbot',
        '@Engineering',
        '@Sales',
        '@People',
      ]);
    }));

  it.each([
    ['bob', ['/recognize @alice 25 for the launch', '/balance', '/budget']],
    ['alice', ['/balance']],
    ['helen', ['/balance', '/budget']],
  ])('offers %s only what they may do', (as, expected) =>
    onPage(
      async (page) => {
        expect(await page.locator('.examples button').allInnerTexts()).toEqual(expected);
      },
      { as },
    ),
  );

  it('answers what is written to the bot', () =>
    onPage(async (page) => {
      await page.getByRole('combobox', { name: 'in' }).selectOption('direct');
      await send(page, 'hi');
      await page.locator('#direct').getByText('Told').waitFor();

      expect(await page.locator('#channel .message').count()).toBe(0);
    }));
});
