import { type AccountKey, type Person } from '../elevation/model';
import { refuse, RemoteError, type Refusal } from '../errors';
import { type Envelope } from '../platforms/contract';
import { type Tx } from '../store/database';
import { groupsOf } from '../store/groups';
import {
  accountsOf,
  personOfAccount,
  personsNamed,
  personsOfId,
  targetAccountsOf,
} from '../store/people';
import { type Context } from './context';

/** Whom something is asked for, when that is somebody else. */
export interface Subject {
  readonly person: Person;
  readonly groupIds: readonly string[];
  /** Their account in each workload. */
  readonly accounts: ReadonlyMap<string, string>;
}

/** How long the platform may take to say what kind of account it is; the answer has to come within 3 s. */
const accountMs = 1_200;

export interface NamedSubject {
  readonly typed: string;
  /** Set where it is known who is meant: then what was typed only names them. */
  readonly id?: string | undefined;
}

/**
 * The person that `--for` names: by a mention, by their directory line or by their name. Null when that is the requester. It
 * has to be one person who is a member of this organisation and can be asked in chat.
 */
export async function nameSubject(
  context: Context,
  envelope: Envelope,
  requester: Person,
  { typed, id }: NamedSubject,
): Promise<Subject | null | Refusal> {
  if (id === undefined && /^@?me$/iu.test(typed)) return null;
  const found = await context.database.read((tx) =>
    id === undefined
      ? findNamed(context, tx, envelope, typed)
      : personsOfId(tx, context.organisationId, id),
  );
  const [person] = found;
  if (person === undefined) return refuse('unknown-person', { typed });
  if (found.length > 1) {
    return refuse('ambiguous-person', { typed, candidates: found.map(({ line }) => line) });
  }
  if (person.id === requester.id) return null;
  const subject = await context.database.read((tx) => readSubject(context, tx, person));
  // A disabled person is refused by the rules, whatever the platform says.
  if (person.disabled) return subject;
  const refusal = await refuseSubject(context, envelope, person, subject.chats);
  return refusal ?? subject;
}

/** Everybody whom these words can mean. `@U0BEN` is an account on the platform where it was typed; a name may begin so, too. */
export async function findNamed(
  { organisationId }: Context,
  tx: Tx,
  { account }: Envelope,
  typed: string,
): Promise<readonly Person[]> {
  const name = typed.replace(/^@/u, '');
  if (name !== typed) {
    const { platform, tenant } = account;
    for (const user of new Set([name, name.toLowerCase()])) {
      const mentioned = await personOfAccount(tx, organisationId, { platform, tenant, user });
      if (mentioned !== null) return [mentioned];
    }
  }
  return personsNamed(tx, organisationId, name);
}

async function readSubject(
  { organisationId, platforms }: Context,
  tx: Tx,
  person: Person,
): Promise<Subject & { readonly chats: readonly AccountKey[] }> {
  const chats: AccountKey[] = [];
  for (const platform of platforms.keys()) {
    chats.push(...(await accountsOf(tx, organisationId, [person.id], platform)));
  }
  return {
    person,
    groupIds: await groupsOf(tx, organisationId, person.id),
    accounts: await targetAccountsOf(tx, organisationId, person.id),
    chats,
  };
}

/**
 * The first account on the platform of whoever asks counts, or else the first there is. Where it cannot be read (Teams knows nobody
 * whom it has not seen) nothing is lost: whoever accepts is read again, and nothing happens before that.
 */
async function refuseSubject(
  { platforms }: Context,
  envelope: Envelope,
  { name: person }: Person,
  chats: readonly AccountKey[],
): Promise<Refusal | null> {
  const chat = chats.find(({ platform }) => platform === envelope.account.platform) ?? chats[0];
  if (chat === undefined) return refuse('subject-unreachable', { person });
  try {
    const signal = AbortSignal.timeout(accountMs);
    const reading = await platforms.get(chat.platform)!.readAccount(chat, signal);
    return reading.kind === 'member' ? null : refuse('subject-not-member', { person });
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return null;
  }
}
