/** Before the words of a bullet. */
export const bulletPattern = /^\s*(?:[-*+•●○■□◆‣▪◦➢➤–·o]\s+)+/
