/** An organisation's own name, icon, footer and help link on cards. */
import { type Branding } from '../../administration/configuration';
import { plain, say } from '../../words';
import { oneLine } from '../../views/people';
import { type RenderTeamsCard } from './messages';
import { markdown } from './text';

const nameMost = 40;
const footerMost = 150;

/**
 * Draws cards as the organisation's: a small row above the headline, and a small line below everything. The colour lies behind the icon,
 * where no text has to be read on it.
 */
export function branded(
  render: RenderTeamsCard,
  brandingNow: () => Branding | null,
): RenderTeamsCard {
  return (view, options) => {
    const drawn = render(view, options);
    const branding = brandingNow();
    if (branding === null) return drawn;
    const { body } = drawn.card as { body: readonly object[] };
    const card = { ...drawn.card, body: [...headOf(branding), ...body, ...footOf(branding)] };
    return { ...drawn, card };
  };
}

function headOf({ name, icon, colour }: Branding): readonly object[] {
  const columns = [
    ...(icon === null ? [] : [column('auto', iconOf(icon, colour))]),
    ...(name === null ? [] : [column('stretch', run(oneLine(name, nameMost), 'Bolder'))]),
  ];
  return columns.length === 0 ? [] : [{ type: 'ColumnSet', spacing: 'None', columns }];
}

function column(width: 'auto' | 'stretch', item: object): object {
  return { type: 'Column', width, verticalContentAlignment: 'Center', items: [item] };
}

/** It says nothing that is not said beside it, so nothing is read aloud for it. */
function iconOf(url: string, colour: string | null): object {
  const behind = colour === null ? {} : { backgroundColor: colour };
  return { type: 'Image', url, altText: '', width: '24px', height: '24px', ...behind };
}

/** A run of text is never parsed. */
function run(text: string, weight: 'Bolder' | 'Default'): object {
  const inlines = [{ type: 'TextRun', text: unbraced(text), size: 'Small', weight }];
  return { type: 'RichTextBlock', inlines };
}

/** Two braces begin a date even in a run. */
function unbraced(text: string): string {
  return text.replace(/([{}])(?=[{}])/gu, '$1\u2060');
}

function footOf({ footer, helpLink }: Branding): readonly object[] {
  const help = { say: [{ link: helpLink ?? '', text: plain(say('branding.help')) }] };
  return [
    ...(footer === null
      ? []
      : [{ ...run(oneLine(footer, footerMost), 'Default'), spacing: 'Medium' }]),
    ...(helpLink === null
      ? []
      : [{ type: 'TextBlock', text: markdown(help), size: 'Small', wrap: true, spacing: 'Small' }]),
  ];
}
