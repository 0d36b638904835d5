import { type Person } from '../elevation/model';
import { type Role } from '../elevation/roles';
import { plain, say } from '../words';
import { nameOf } from './facts';
import { type View } from './view';

/** Tells whoever took a role that it is taken; `isOwn` when they gave up their own. */
export function roleTakenView(person: Person, role: Role, isOwn: boolean): View {
  const facts = { person: nameOf(person), role, own: isOwn ? 'yes' : 'no' };
  const sentence = say('role.taken', facts);
  return { screen: 'line', notification: plain(sentence), facts: { sentence } };
}
