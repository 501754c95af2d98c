import type { AccountTask, Range } from '../../forge.ts'

/** The number by the login, and the user, who tells the day of creation. */
export function expectIdentity(task: AccountTask): Range {
  if (task.id === undefined) return { least: 2, most: 2 }
  const told = task.createdAt !== undefined || task.checkpoints.reviews !== undefined
  return told ? { least: 0, most: 0 } : { least: 1, most: 1 }
}
