import { type Delivery } from './delivery';
import { type Handling } from './handling';
import { type PlaceEvent } from './payloads';

/** The app came or went somewhere. It is told of its own workspaces only. */
export async function onPlace(
  { inbound, identity }: Handling,
  delivery: Delivery,
  { channel, loss, event, undoes, bots }: PlaceEvent,
): Promise<void> {
  const { tenant } = delivery.envelope.account;
  const isOurs = bots === undefined || bots.includes(identity.known()?.botUser ?? '');
  if (!delivery.stranger && isOurs) {
    const place =
      channel === null
        ? ({ platform: 'slack', tenant, scope: 'workspace', id: '' } as const)
        : ({ platform: 'slack', tenant, scope: 'channel', id: channel } as const);
    const news = { place, loss, code: event, ...(undoes === undefined ? {} : { undoes }) };
    await inbound.placeSeen(news, delivery.envelope.payloadKey);
  }
  await delivery.acknowledge();
}
