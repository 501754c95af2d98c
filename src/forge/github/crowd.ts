/** Accounts read at the same time: enough to fill requests, few enough to come to an end one by one. */
export const atATime = 100
/** With more accounts than this, each is probed with a small question before more is asked. */
export const uncrowded = 4
