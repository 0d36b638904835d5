import { type Person, type RequestSnapshot } from '../elevation/model';
import { decidingGroupIds, readerOf, type Belonging, type Reader } from '../elevation/reading';
import { type Tx } from '../store/database';
import { membership } from '../store/groups';
import { rolesNow } from '../store/roles';

/** As whom this person may read the request, by the membership and the roles that are stored: reading decides nothing. */
export async function readerNow(
  tx: Tx,
  snapshot: RequestSnapshot,
  person: Person,
): Promise<Reader | null> {
  const belongings: Belonging[] = [];
  for (const groupId of decidingGroupIds(snapshot)) {
    const reading = await membership(tx, snapshot.organisationId, groupId, person.id);
    belongings.push({ ...reading, groupId });
  }
  const roles = await rolesNow(tx, snapshot.organisationId, person);
  return readerOf(snapshot, person, belongings, roles);
}
