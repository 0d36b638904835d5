/** A change of the configuration on the page, by two people on two platforms. */
import { type Page } from 'playwright-core';
import { describeInBrowser, onPlayground } from './browser-support';

describeInBrowser('changing the configuration in a browser', () => {
  let page: Page;

  const it = onPlayground({ name: 'elevate-changes-', height: 1100 }, async (opened) => {
    ({ page } = opened);
    await page.goto(opened.url);
  });

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

  function said(pane: 'slack' | 'teams', text: string) {
    return page.locator(`.${pane} .messages`).getByText(text).last();
  }

  it('what one admin proposes on Slack counts only when a second one approved it on Teams, and both are on the record', async () => {
    await become('cara');
    await page.locator('.slack [data-channel="C0GENERAL"]').click();
    await type('slack', '/elevate policy set Exchange\\* approval auto because Ana is alone');
    await said('slack', 'Change the policy').waitFor();
    await said('slack', 'Nothing is changed yet.').waitFor();
    await said('slack', 'less is left to people to decide').waitFor();
    await button('slack', /^Send to another admin$/).click();
    await said('slack', 'It waits for another admin: Dan.').waitFor();

    // Alone she approves it nowhere: no button of hers does, and it still needs people.
    await type('slack', '/elevate show ELV-1');
    await button('slack', /^Take back$/).waitFor();
    expect(
      await page
        .locator('.slack .messages button')
        .getByText(/^Approve$/)
        .count(),
    ).toBe(0);
    await page.locator('.teams [data-conversation="Elevate"]').click();
    await type('teams', 'policy show Search-Mailbox');
    await said('teams', '1 approval by').waitFor();

    await become('dan');
    await page.locator('.slack [data-channel="direct"]').click();
    await button('slack', /^Approve$/).waitFor();
    await page.locator('.teams [data-conversation="Elevate"]').click();
    await type('teams', 'show ELV-1');
    await said('teams', 'Cara wants to change the policy').waitFor();
    await button('teams', /^Approve$/).click();
    await page.locator('.teams .messages').getByText('It counts at once. Cara is told.').waitFor();
    await button('teams', /^Approve$/).click();
    await said('teams', 'Dan approved it').waitFor();
    // His message on Slack says so, too, and its buttons are gone.
    await said('slack', 'Dan approved it').waitFor();
    expect(
      await page
        .locator('.slack .messages button')
        .getByText(/^Approve$/)
        .count(),
    ).toBe(0);

    await become('cara');
    await page.locator('.slack [data-channel="direct"]').click();
    await said('slack', 'Cara proposed it').waitFor();
    await said('slack', 'Dan approved it').waitFor();

    await become('ana');
    await page.locator('.slack [data-channel="C0GENERAL"]').click();
    await type('slack', '/elevate Search-Mailbox 1h phishing clean-up');
    await page.locator('[data-right="Search-Mailbox"] [data-holder="ana"]').waitFor();
  });
});
