/** A configuration as the text of a file, which reads back as the same configuration. */
import { stringify } from 'yaml';
import { utcText } from '../words';
import { type Configuration, type ListName } from './configuration';
import { configurationVersion } from './digest';
import { normalForm } from './rows';
import { written, writtenOrganisation } from './spelling';

/** Where the schema of the file is, from the root of a clone. */
const schemaPath = 'docs/elevate.schema.json';

/**
 * The whole file, people in the order in which they came. What goes without saying is left out.
 * @param at when the configuration was read
 */
export function configurationText(configuration: Configuration, at: Date): string {
  const whole = normalForm(configuration);
  const { name, defaultApproverGroup } = whole.organisation;
  const list = (one: ListName) => {
    const all = whole[one].map((item) => written(one, item, defaultApproverGroup));
    return all.length === 0 ? {} : { [one]: all };
  };
  const body = {
    organisation: writtenOrganisation(whole.organisation),
    ...list('people'),
    ...list('approverGroups'),
    ...list('connectors'),
    ...list('targets'),
    ...list('policies'),
    ...list('systemAccounts'),
  };
  const head = [
    `# yaml-language-server: $schema=${schemaPath}`,
    `# Configuration of ${oneLine(name)}, version ${configurationVersion(whole)}, exported ${utcText(at.toISOString(), 'moment')}.`,
    '# The database counts: this file changes nothing until it is applied.',
  ];
  return `${head.join('\n')}\n${stringify(body, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

/** A name with a line break in it would end the comment. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
