/** As people know it. */
export const system = 'Entra ID';
