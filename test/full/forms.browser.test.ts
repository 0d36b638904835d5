/** Every form of both panes filled in on the page, by mouse and by keyboard alone: real browser, the command that `npm start` runs. */
import { type Locator, type Page } from 'playwright-core';
import { describeInBrowser, onPlayground } from './browser-support';

/** What of the page the tests know; they know no DOM. */
type Focused = { readonly document: { readonly activeElement: unknown } };

/** Somebody's way to use the page. */
interface Hand {
  press(what: Locator): Promise<void>;
  type(field: Locator, words: string): Promise<void>;
  /** Finds a target by typing and takes it. */
  find(field: Locator, typed: string, found: string): Promise<void>;
  /** Takes the option after the one that is preset. */
  chooseNext(field: Locator): Promise<void>;
  /** Takes the first option of a menu or of buttons of which none is preset. */
  chooseFirst(field: Locator): Promise<void>;
}

/** More stops than any screen of the page has. */
const stopsMost = 200;

function isFocused(what: Locator): Promise<boolean> {
  return what.evaluate(
    (element: unknown) => (globalThis as unknown as Focused).document.activeElement === element,
  );
}

function mouse(page: Page): Hand {
  return {
    press: (what) => what.click(),
    async type(field, words) {
      // A pane that has just opened still glides into sight.
      for (let tries = 0; tries < 10; tries += 1) {
        await field.click({ clickCount: 3 });
        if (await isFocused(field)) break;
      }
      await page.keyboard.insertText(words);
    },
    async find(field, typed, found) {
      await field.click();
      await page.keyboard.insertText(typed);
      const option = page.getByRole('option', { name: found });
      // What is found for more letters takes the place of what a hand is about to press.
      for (let tries = 0; tries < 10; tries += 1) {
        await option.click();
        if (await option.isHidden()) break;
      }
    },
    async chooseNext(field) {
      const isMenu = (await field.getAttribute('type')) === null;
      if (isMenu) await field.selectOption({ index: 1 });
      else await field.click();
    },
    async chooseFirst(field) {
      const isMenu = (await field.getAttribute('type')) === null;
      // The first of a menu is that nothing is chosen.
      if (isMenu) await field.selectOption({ index: 1 });
      else await field.click();
    },
  };
}

function keyboard(page: Page): Hand {
  async function reach(what: Locator): Promise<void> {
    await what.waitFor();
    for (let stops = 0; stops < stopsMost; stops += 1) {
      if (await isFocused(what)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${what.toString()} cannot be reached by Tab`);
  }
  return {
    async press(what) {
      await reach(what);
      await page.keyboard.press('Enter');
    },
    async type(field, words) {
      await reach(field);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(words);
    },
    async find(field, typed, found) {
      await reach(field);
      await page.keyboard.type(typed);
      await page.getByRole('option', { name: found }).waitFor();
      await page.keyboard.press('Enter');
    },
    async chooseNext(field) {
      const isMenu = (await field.getAttribute('type')) === null;
      const radios = field.page().locator('.teams input[type="radio"]:checked:visible').last();
      await reach(isMenu ? field : radios);
      await page.keyboard.press('ArrowDown');
    },
    async chooseFirst(field) {
      const isMenu = (await field.getAttribute('type')) === null;
      await reach(field);
      await page.keyboard.press(isMenu ? 'ArrowDown' : 'Space');
    },
  };
}

describeInBrowser.each([
  ['by mouse', mouse],
  ['by keyboard alone', keyboard],
] as const)('forms filled in %s', (_way, handOf) => {
  let url: string;
  let page: Page;
  let hand: Hand;

  const it = onPlayground({ name: 'elevate-forms-', height: 1000 }, async (opened) => {
    ({ page, url } = opened);
    await page.goto(url);
    hand = handOf(page);
  });

  const slack = (selector: string) => page.locator(`.slack ${selector}`);
  const teams = (selector: string) => page.locator(`.teams ${selector}`);
  const holders = (right: string) => page.locator(`[data-right="${right}"] [data-holder="ana"]`);
  const dialog = () => page.getByRole('dialog');

  /** As the address says who is looking. */
  async function become(person: string): Promise<void> {
    await page.goto(`${url}#${person}`);
    await page.locator(`[data-person="${person}"][aria-checked="true"]`).waitFor();
  }

  async function say(pane: 'slack' | 'teams', words: string): Promise<void> {
    await hand.type(page.locator(`.${pane} textarea[aria-label^="Message"]`), words);
    await hand.press(page.locator(`.${pane} .send`));
  }

  /** Of the newest message that has such a button. */
  const button = (pane: 'slack' | 'teams', label: RegExp) =>
    page.locator(`.${pane} .messages button:visible`, { hasText: label }).last();

  it('a request on Slack, whose field says what is wrong', async () => {
    await become('ana');
    await hand.press(slack('[data-channel="direct"]'));
    await say('slack', '/elevate');
    await hand.find(dialog().getByRole('combobox'), 'search', 'Exchange\\Search-Mailbox');
    await dialog().getByText('will be asked').waitFor();
    const duration = dialog().locator('.slack-input', { hasText: 'How long' }).locator('input');
    await hand.type(duration, '9h');
    await hand.type(dialog().locator('textarea'), 'phishing clean-up for the help desk');
    await hand.press(dialog().getByRole('button', { name: 'Ask', exact: true }));
    await dialog().getByRole('alert').getByText('is more than the').waitFor();
    await hand.type(duration, '2h');
    await hand.press(dialog().getByRole('button', { name: 'Ask', exact: true }));
    await dialog().waitFor({ state: 'detached' });
    await slack('.messages').getByText('Asked: Search-Mailbox').waitFor();
  });

  it('an approval for less, with a comment', async () => {
    await become('ben');
    await hand.press(slack('[data-channel="C0EXCHANGE"]'));
    await hand.press(button('slack', /^Approve for less/));
    await hand.chooseNext(dialog().locator('select'));
    await hand.type(dialog().locator('textarea'), 'this will do');
    await hand.press(dialog().getByRole('button', { name: 'Approve' }));
    await holders('Search-Mailbox').waitFor();
    await slack('.messages').getByText('this will do').waitFor();
  });

  it('more time, which is denied with a reason', async () => {
    await become('ana');
    await hand.press(slack('[data-channel="direct"]'));
    await hand.press(button('slack', /^Extend/));
    await hand.type(dialog().locator('.slack-input input').first(), '30m');
    await hand.type(dialog().locator('textarea'), 'it takes longer than I thought');
    await hand.press(dialog().getByRole('button', { name: 'Ask to extend' }));
    await dialog().waitFor({ state: 'detached' });
    await become('ben');
    await hand.press(slack('[data-channel="C0EXCHANGE"]'));
    await hand.press(button('slack', /^Deny/));
    await hand.type(dialog().locator('textarea'), 'two hours are enough');
    await hand.press(dialog().getByRole('button', { name: 'Deny' }));
    await dialog().waitFor({ state: 'detached' });
    await slack('.messages').getByText('two hours are enough').waitFor();
  });

  it('a revocation', async () => {
    await hand.press(button('slack', /^Revoke/));
    await hand.type(dialog().locator('textarea'), 'the search is done');
    await hand.press(dialog().getByRole('button', { name: 'Revoke' }));
    await holders('Search-Mailbox').waitFor({ state: 'detached' });
  });

  const field = (label: RegExp) => teams('.messages').getByLabel(label).locator('visible=true');

  it('a request on Teams, which becomes its receipt', async () => {
    await become('ana');
    await hand.press(teams('[data-conversation="Elevate"]'));
    await say('teams', 'ask');
    await hand.find(teams('').getByRole('combobox').last(), 'prod', 'Warehouse\\prod_rw');
    await hand.type(field(/^How long/).last(), '1h');
    await hand.type(field(/^Reason/).last(), 'fix order 3 of this morning');
    await hand.press(button('teams', /^Ask$/));
    await teams('.messages').getByText('Asked: prod_rw').waitFor();
  });

  it('an approval for less in its pane', async () => {
    await become('ben');
    await hand.press(teams('[data-conversation="Approvals"]'));
    await hand.press(button('teams', /^Approve$/));
    await hand.chooseNext(teams('input[type="radio"]:visible').nth(1));
    await hand.type(field(/^Comment/).last(), 'this will do');
    await hand.press(button('teams', /^Approve this request$/));
    await holders('prod_rw').waitFor();
  });

  it('more time in its pane, which is denied in another', async () => {
    await become('ana');
    await hand.press(teams('[data-conversation="Elevate"]'));
    await hand.press(button('teams', /^Extend$/));
    await hand.type(field(/^How much longer/).last(), '15m');
    await hand.press(button('teams', /^Ask to extend$/));
    await teams('.messages').getByText('15 minutes more').first().waitFor();
    await become('ben');
    await hand.press(teams('[data-conversation="Approvals"]'));
    await hand.press(button('teams', /^Deny$/));
    await hand.type(field(/^Reason/).last(), 'half an hour is enough');
    await hand.press(button('teams', /^Deny this request$/));
    await teams('.messages').getByText('half an hour is enough').waitFor();
  });

  it('a revocation in its pane', async () => {
    await hand.press(button('teams', /^Revoke$/));
    await hand.type(field(/^Reason/).last(), 'order 3 is mended');
    await hand.press(button('teams', /^Revoke now$/));
    await holders('prod_rw').waitFor({ state: 'detached' });
  });

  /** A field of the form that is open, by its label. */
  const input = (label: string) =>
    dialog().locator('.slack-input', { hasText: label }).locator('input, textarea');

  it('a name that was mistyped, and meant by a press on Slack', async () => {
    await become('ana');
    await hand.press(slack('[data-channel="direct"]'));
    await say('slack', '/elevate Serch-Mailbox 45m for the case of the forged invoice');
    await hand.press(button('slack', /^Search-Mailbox$/));
    await slack('[data-only-you="true"]').getByText('Asked: Search-Mailbox, 45').waitFor();
    expect(await slack('.messages').getByText('There is no target').count()).toBe(0);
  });

  it('a later start for somebody else on Slack, who accepts it', async () => {
    await say('slack', '/elevate');
    await hand.find(dialog().getByRole('combobox'), 'search', 'Exchange\\Search-Mailbox');
    await dialog().getByText('will be asked').waitFor();
    await hand.type(input('How long'), '2h');
    await hand.type(input('Start'), 'noon');
    await hand.type(input('For someone else'), 'dan@example.com');
    await hand.type(input('Reason'), 'the audit of tomorrow morning');
    await hand.press(dialog().getByRole('button', { name: 'Ask', exact: true }));
    await dialog().getByRole('alert').getByText('is not a time to start at').waitFor();
    await hand.type(input('Start'), 'tomorrow 09:00');
    await hand.press(dialog().getByRole('button', { name: 'Ask', exact: true }));
    await dialog().waitFor({ state: 'detached' });
    await slack('.messages').getByText('Dan has to accept first').first().waitFor();
    await become('dan');
    await hand.press(slack('[data-channel="direct"]'));
    await slack('.messages').getByText('the audit of tomorrow morning').waitFor();
    await hand.press(button('slack', /^Accept$/));
    await slack('.messages').getByText('Accepted: Search-Mailbox').waitFor();
    await become('ben');
    await hand.press(slack('[data-channel="C0EXCHANGE"]'));
    await slack('.messages').getByText('the audit of tomorrow morning').waitFor();
  });

  it('a right taken at once on Slack, whose review somebody else fills in', async () => {
    await become('ana');
    await hand.press(slack('[data-channel="direct"]'));
    await say('slack', '/elevate Search-Mailbox 30m --break-glass mail is down');
    await hand.press(button('slack', /^Break glass$/));
    expect(await holders('Search-Mailbox').count()).toBe(0);
    await hand.press(dialog().getByRole('button', { name: 'Break glass now' }));
    await holders('Search-Mailbox').waitFor();
    await become('ben');
    await hand.press(slack('[data-channel="C0EXCHANGE"]'));
    await slack('.messages').getByText('Review open.').waitFor();
    await hand.press(button('slack', /^Close review/));
    await hand.chooseFirst(dialog().locator('select'));
    await hand.type(dialog().locator('textarea'), 'mail was down, and is up again');
    await hand.press(dialog().getByRole('button', { name: 'Close review' }));
    await dialog().waitFor({ state: 'detached' });
    await slack('.messages').getByText('Reviewed by Ben: it was right.').waitFor();
    await slack('.messages').getByText('mail was down, and is up again').waitFor();
  });

  it('a name that was mistyped, and meant by a press on Teams', async () => {
    await become('ana');
    await hand.press(teams('[data-conversation="Elevate"]'));
    await say('teams', 'prod_wr 20m to mend order 4');
    await hand.press(button('teams', /^prod_rw$/));
    await teams('.messages').getByText('Asked: prod_rw, 20').waitFor();
    expect(await teams('.messages').getByText('There is no target').count()).toBe(0);
  });

  it('a later start for somebody else on Teams, who accepts it', async () => {
    await say('teams', 'ask');
    await hand.find(teams('').getByRole('combobox').last(), 'prod', 'Warehouse\\prod_rw');
    await hand.type(field(/^How long/).last(), '1h');
    await hand.type(field(/^Start/).last(), 'tomorrow 09:00');
    await hand.type(field(/^Reason/).last(), 'the closing of the month');
    await hand.type(field(/^For someone else/).last(), 'dan@example.com');
    await hand.press(button('teams', /^Ask$/));
    await teams('.messages').getByText('Dan has to accept first').waitFor();
    await become('dan');
    await hand.press(teams('[data-conversation="Elevate"]'));
    await teams('.messages').getByText('the closing of the month').waitFor();
    await hand.press(button('teams', /^Accept$/));
    await teams('.messages').getByText('Accepted: prod_rw').waitFor();
    await become('ben');
    await hand.press(teams('[data-conversation="Approvals"]'));
    await teams('.messages').getByText('the closing of the month').waitFor();
  });

  it('a right taken at once on Teams, whose review somebody else fills in in its pane', async () => {
    await become('ana');
    await hand.press(teams('[data-conversation="Elevate"]'));
    await say('teams', 'New-TransportRule 30m --break-glass forged invoices are coming in');
    await hand.press(button('teams', /^Break glass$/));
    expect(await holders('New-TransportRule').count()).toBe(0);
    await hand.press(button('teams', /^Break glass now$/));
    await holders('New-TransportRule').waitFor();
    await become('cara');
    await hand.press(teams('[data-conversation="Approvals"]'));
    await teams('.messages').getByText('Review open.').waitFor();
    await hand.press(button('teams', /^Close review$/));
    await hand.chooseFirst(teams('input[type="radio"]:visible').first());
    await hand.type(field(/^What was not right/).last(), 'they were, and the rule held them back');
    await hand.press(button('teams', /^Close the review$/));
    await teams('.messages').getByText('Reviewed by Cara: it was right.').waitFor();
    expect(await page.locator('.limits-broken').count()).toBe(0);
  });
});

/** As `elevate playground` runs for everybody; resolves when it has said where. */
