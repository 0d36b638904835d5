/** The whole story on the page, as people see it: real browser, real HTTP, the command that `npm start` runs. */
import { mkdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type Page } from 'playwright-core';
import { describeInBrowser, onPlayground, root } from './browser-support';

/** What of an element in the page is used; the tests know no DOM. */
interface Scrollable {
  scrollIntoView(options: { block: 'start' }): void;
}

/** The pictures of the README are made with UPDATE_SCREENS=1; otherwise each run leaves its own aside. */
const pictures = join(root, process.env.UPDATE_SCREENS === '1' ? 'docs/screens' : 'test-results');

describeInBrowser('the playground in a browser', () => {
  let url: string;
  let page: Page;
  const problems: string[] = [];

  const it = onPlayground({ name: 'elevate-playground-', height: 900 }, async (opened) => {
    ({ page, url } = opened);
    mkdirSync(pictures, { recursive: true });
    page.on('console', (said) => {
      if (said.type() === 'error') problems.push(said.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (sent) => {
      if (!sent.url().startsWith(url) && !sent.url().startsWith('data:')) problems.push(sent.url());
    });
    await page.goto(url);
    await holders('Search-Mailbox').waitFor({ state: 'hidden' });
  });

  function slack(selector = '') {
    return page.locator(`.slack ${selector}`);
  }

  function teams(selector = '') {
    return page.locator(`.teams ${selector}`);
  }

  /** Ana among those who hold the right, as the target itself says. */
  function holders(right: string) {
    return page.locator(`[data-right="${right}"] [data-holder="ana"]`);
  }

  async function become(person: string): Promise<void> {
    await page.locator(`[data-person="${person}"]`).click();
    await page.locator(`[data-person="${person}"][aria-checked="true"]`).waitFor();
  }

  async function type(pane: 'slack' | 'teams', words: string): Promise<void> {
    const box = page.locator(`.${pane} textarea[aria-label^="Message"]`);
    await box.fill(words);
    await box.press('Enter');
  }

  /** Of the newest message that has such a button. */
  function button(pane: 'slack' | 'teams', label: RegExp) {
    return page.locator(`.${pane} .messages button`, { hasText: label }).last();
  }

  it('a right asked for on Slack is approved, held, ended by its holder and gone', async () => {
    await become('ana');
    await slack('[data-channel="C0GENERAL"]').click();
    await type('slack', '/elevate Search-Mailbox 4h phishing clean-up');
    const receipt = slack('[data-only-you="true"]');
    await receipt.getByText('Only visible to you').waitFor();
    await receipt.getByText('Asked: Search-Mailbox').waitFor();
    expect(await holders('Search-Mailbox').count()).toBe(0);

    await become('ben');
    await slack('[data-channel="C0EXCHANGE"]').click();
    expect(await slack('[data-only-you="true"]').count()).toBe(0);
    await button('slack', /^Approve$/).click();
    const question = page.getByRole('dialog', { name: 'Approve ELV-1?' });
    await question.getByText('Ana gets Exchange\\Search-Mailbox').waitFor();
    await question.getByRole('button', { name: /^Approve for/ }).click();
    await holders('Search-Mailbox').waitFor();
    await holders('Search-Mailbox').getByText('ELV-1 · until').waitFor();
    await slack('.messages').getByText('Active: Search-Mailbox').waitFor();
    expect(
      await slack('.messages button')
        .getByText(/^Approve$/)
        .count(),
    ).toBe(0);

    await become('ana');
    await slack('[data-channel="direct"]').click();
    await button('slack', /^End now/).click();
    await page.locator('dialog .slack-danger').click();
    await holders('Search-Mailbox').waitFor({ state: 'detached' });
    await slack('.messages').getByText('Ended: Search-Mailbox').first().waitFor();
  });

  it('a role asked for on Teams is really granted in PostgreSQL, and its open session ended with it', async () => {
    await become('ana');
    await teams('[data-conversation="Elevate"]').click();
    await type('teams', 'prod_rw 1h fix order 3');
    await teams('.messages').getByText('Asked: prod_rw').waitFor();
    await page.locator('[data-right="prod_rw"] .try').click();
    await page.locator('[data-right="prod_rw"] .said[data-ok="false"]').waitFor();

    await become('ben');
    await teams('[data-conversation="Approvals"]').click();
    await button('teams', /^Approve$/).click();
    await button('teams', /^Approve this/).click();
    await holders('prod_rw').waitFor();
    await teams('.messages').getByText('prod_rw until').waitFor();

    await become('ana');
    await page.locator('[data-right="prod_rw"] .try').click();
    await page.getByText('set role prod_rw; select * from orders: 3 rows').waitFor();
    await page.locator('.sessions', { hasText: 'Ana since' }).waitFor();

    await button('teams', /^End now$/).click();
    await button('teams', /^End it now$/).click();
    await holders('prod_rw').waitFor({ state: 'detached' });
    await page.locator('.sessions', { hasText: 'none' }).waitFor();
  });

  it('the policy grants by itself what needs nobody', async () => {
    await become('ana');
    await slack('[data-channel="C0GENERAL"]').click();
    await type('slack', '/elevate reporting 1h');
    await holders('reporting').waitFor();
  });

  it('an approver sees the buttons and a bystander in the same channel does not', async () => {
    await become('ana');
    await type('teams', 'New-TransportRule 30m hold back a forged invoice');
    await teams('.messages').getByText('Asked: New-TransportRule').waitFor();
    await become('ben');
    await teams('[data-conversation="Approvals"]').click();
    await slack('[data-channel="C0EXCHANGE"]').click();
    await button('slack', /^Approve$/).waitFor();
    await button('teams', /^Approve$/).waitFor();
    await holders('reporting').waitFor();
    await picture('playground.png');
    await become('dan');
    await teams('[data-conversation="Approvals"]').click();
    await teams('.messages').getByText('New-TransportRule, 30').waitFor();
    expect(
      await teams('.messages button')
        .getByText(/^Approve$/)
        .count(),
    ).toBe(0);
    await slack('[data-channel="C0EXCHANGE"]').click();
    await button('slack', /^Approve$/).click();
    await page.locator('dialog .slack-primary').click();
    await slack('[data-only-you="true"]').first().waitFor();
    await page.waitForTimeout(300);
    expect(await holders('New-TransportRule').count()).toBe(0);
  });

  it('a form is refused at its field and then denies with the words that were typed', async () => {
    await become('ben');
    await slack('[data-channel="C0EXCHANGE"]').click();
    await button('slack', /^Deny/).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: 'Deny' }).click();
    await form.getByRole('alert').getByText('Please complete this required field.').waitFor();
    await form.locator('textarea').fill('use the existing rule');
    await form.getByRole('button', { name: 'Deny' }).click();
    await form.waitFor({ state: 'detached' });
    await slack('.messages').getByText('use the existing rule').waitFor();
  });

  it('on a phone the panes are tabs and nothing is wider than the screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await become('ana');
    for (const name of ['Teams', 'Targets', 'Slack']) {
      await page.getByRole('tab', { name }).click();
      await page.locator(`.pane[data-name="${name}"]`).waitFor();
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect({ name, width }).toEqual({ name, width: 390 });
    }
    await slack('[data-channel="C0GENERAL"]').click();
    await type('slack', '/elevate Search-Mailbox 4h phishing clean-up');
    await slack('[data-only-you="true"]').last().waitFor();
    await become('ben');
    await slack('[data-channel="C0EXCHANGE"]').click();
    await button('slack', /^Approve$/).waitFor();
    await picture('playground-phone.png');
  });

  it('on the smallest phone a reason and the buttons under it are seen together', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    const approve = button('slack', /^Approve$/);
    await approve.waitFor();
    const reason = slack('.messages').getByText('phishing clean-up').last();
    await reason.evaluate((element: unknown) =>
      (element as Scrollable).scrollIntoView({ block: 'start' }),
    );
    await page.waitForTimeout(300);
    const seen = (await slack('.messages').last().boundingBox())!;
    const read = (await reason.boundingBox())!;
    const pressed = (await approve.boundingBox())!;
    expect(read.y).toBeGreaterThanOrEqual(seen.y - 1);
    expect(pressed.y + pressed.height).toBeLessThanOrEqual(seen.y + seen.height);
    // What is simulated is still said where it is.
    await slack('.tag').getByText('Slack, simulated').waitFor();
  });

  it('no limit of a platform was exceeded, nothing failed in the page and nothing came from elsewhere', async () => {
    expect(await page.locator('.limits-broken').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('a page elsewhere can neither press nor read', async () => {
    const body = JSON.stringify({
      person: 'ben',
      channel: 'C0GENERAL',
      text: '/elevate reporting 1h',
    });
    const own = { 'content-type': 'application/json', 'x-elevate-playground': '1' };
    const rebound = { ...own, host: 'evil.example' };
    expect(await ask('POST', '/playground/slack/type', rebound, body)).toBe(403);
    const foreign = { ...own, origin: 'https://evil.example' };
    expect(await ask('POST', '/playground/slack/type', foreign, body)).toBe(403);
    const simple = { 'content-type': 'text/plain' };
    expect(await ask('POST', '/playground/slack/type', simple, body)).toBe(403);
    const reading = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect(await ask('GET', '/playground/state?person=ana', reading)).toBe(403);
    expect(await ask('GET', '/playground/state?person=ana', { host: 'evil.example' })).toBe(403);
    expect(await ask('GET', '/playground/state?person=ana', {})).toBe(200);
  });

  function ask(
    method: string,
    path: string,
    headers: Record<string, string>,
    body = '',
  ): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, url), { method, headers, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async function picture(name: string): Promise<void> {
    // Lets what appears finish appearing.
    await page.waitForTimeout(900);
    await page.screenshot({ path: join(pictures, name) });
  }
});

/** As `elevate playground` runs for everybody; resolves when it has said where. */
