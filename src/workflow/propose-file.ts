import { v7 as uuidv7 } from 'uuid';
import { type Configuration } from '../administration/configuration';
import { difference, type Change } from '../administration/difference';
import { weakenings } from '../administration/weakening';
import { byElevate } from '../audit/events';
import { actingIn } from '../elevation/roles';
import { type AccountKey, type PlatformName } from '../elevation/model';
import { appendAudit } from '../store/audit';
import { writeChangeDraft } from '../store/changes';
import { type Database, type Tx } from '../store/database';
import { accountsOf } from '../store/people';
import { roleHolders } from '../store/roles';
import { changeTexts } from '../views/change-lines';
import { presentConfiguration } from './read-configuration';

/** For how long somebody may send what was drafted for them from a file, in seconds: they are not there when it is. */
const fileDraftReadyS = 24 * 3600;

export type ProposedFile =
  | { readonly outcome: 'empty' }
  | { readonly outcome: 'nothing' }
  /** Nobody could see all of it in one message, and nobody agrees to what they cannot see. */
  | { readonly outcome: 'too-large' }
  /** Nobody of this key is an owner or admin who can act, with an account in chat. */
  | { readonly outcome: 'nobody' }
  | {
      readonly outcome: 'drafted';
      readonly number: number;
      readonly changes: readonly Change[];
      /** Who is to send it. */
      readonly name: string;
    };

/**
 * Drafts what a file would change for an owner or admin. Nobody acts in their name: they look at it in chat and send it themselves, and
 * somebody else approves what weakens control, as with everything that they type.
 */
export function proposeFile(
  database: Database,
  {
    configuration,
    source,
    key,
  }: {
    readonly configuration: Configuration;
    /** The file's name, for the trail. */
    readonly source: string;
    readonly key: string;
  },
): Promise<ProposedFile> {
  return database.transaction(async (tx): Promise<ProposedFile> => {
    const present = await presentConfiguration(tx);
    if (present === null) return { outcome: 'empty' };
    const changes = difference(present.configuration, configuration);
    if (changes.length === 0) return { outcome: 'nothing' };
    const weakens = weakenings(present.configuration, configuration);
    if (!changeTexts({ changes, roles: [] }, weakens).isWhole) return { outcome: 'too-large' };
    const { id: organisationId } = present.rows.organisation;
    const personId = present.rows.persons.find((one) => one.key === key)?.id;
    const holders = await roleHolders(tx, organisationId);
    const able = [...actingIn('owner', holders), ...actingIn('admin', holders)];
    const person = able.find(({ id }) => id === personId);
    const account = person && (await chatAccount(tx, organisationId, person.id));
    if (person === undefined || !account) return { outcome: 'nobody' };
    const id = uuidv7();
    const number = await writeChangeDraft(tx, {
      organisationId,
      id,
      proposerId: person.id,
      changes,
      roles: [],
      reason: null,
      draftedFrom: account,
      readyForS: fileDraftReadyS,
    });
    await appendAudit(tx, {
      organisationId,
      kind: 'change.drafted',
      actor: byElevate,
      facts: { file: source, number, personId: person.id },
    });
    return { outcome: 'drafted', number, changes, name: person.name };
  });
}

const platforms: readonly PlatformName[] = ['slack', 'teams'];

async function chatAccount(
  tx: Tx,
  organisationId: string,
  personId: string,
): Promise<AccountKey | null> {
  for (const platform of platforms) {
    const [found] = await accountsOf(tx, organisationId, [personId], platform);
    if (found !== undefined) return { platform, tenant: found.tenant, user: found.user };
  }
  return null;
}
