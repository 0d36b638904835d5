import { type Json } from '../page-state';

/** What stage.tsx draws by itself. */
export interface Scene {
  readonly kind:
    'slack-message' | 'slack-private' | 'slack-home' | 'slack-modal' | 'slack-confirm' | 'teams';
  /** As it was sent to the platform; for a question, the `confirm` of a button. */
  readonly payload: Json;
  /** When the message says it was written, in ISO 8601. */
  readonly at: string;
}
