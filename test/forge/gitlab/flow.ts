import type { LinkFact } from '../../../src/contribution/facts.ts'
import { type FlowOptions, type Flow as ForgeFlow, startFlowOf } from '../flow.ts'

export { only, reasons, stream } from '../flow.ts'

export interface Flow extends ForgeFlow {
  links(): LinkFact[]
}

export async function startFlow(options: FlowOptions): Promise<Flow> {
  const flow = await startFlowOf('gitlab', options)
  return { ...flow, links: () => flow.store.facts.links(flow.account()) }
}
