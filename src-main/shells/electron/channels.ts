/** The two channels between the preload and the main process. */
export const CALL_CHANNEL = 'sarvi:call';
export const EVENT_CHANNEL = 'sarvi:event';
