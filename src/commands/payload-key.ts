/** Keys of payloads that a button can carry, those of channels on Teams among them. */
export const payloadKey = '[A-Za-z0-9_:.@;=-]{1,200}';
