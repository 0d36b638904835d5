import { type Delivery } from './delivery';
import { type Handling } from './handling';

/** Opening the home tab draws it anew. A visitor of another workspace has none. */
export async function onHomeOpened(handling: Handling, delivery: Delivery): Promise<void> {
  if (!delivery.stranger) await publishHome(handling, delivery);
  await delivery.acknowledge();
  if (!delivery.stranger) await handling.inbound.arrived(delivery.envelope.account);
}

export async function publishHome(handling: Handling, delivery: Delivery): Promise<void> {
  const { envelope } = delivery;
  const view = handling.render.home(await handling.inbound.home(envelope));
  await handling.web((client) => client.views.publish({ user_id: envelope.account.user, view }));
}
