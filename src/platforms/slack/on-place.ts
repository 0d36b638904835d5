import { type Delivery } from './delivery';
import { type Handling } from './handling';
import { type PlaceEvent } from './payloads';

/** The app came or went somewhere. It is told of its own workspaces only. */
export async function onPlace(
  { inbound }: Handling,
  delivery: Delivery,
  { channel, loss, event }: PlaceEvent,
): Promise<void> {
  const { tenant } = delivery.envelope.account;
  if (!delivery.stranger) {
    const place =
      channel === null
        ? ({ platform: 'slack', tenant, scope: 'workspace', id: '' } as const)
        : ({ platform: 'slack', tenant, scope: 'channel', id: channel } as const);
    await inbound.placeSeen({ place, loss, code: event }, delivery.envelope.payloadKey);
  }
  await delivery.acknowledge();
}
